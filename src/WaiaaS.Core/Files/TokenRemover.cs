using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>Removes a token, and with it what killed writers of that token left behind.</summary>
internal sealed class TokenRemover
{
    private readonly ITokenFileSystem _fileSystem;
    private readonly ITokenObserver _observer;
    private readonly RetryPolicy _retry;
    private readonly TokenLeftovers _leftovers;

    public TokenRemover(ITokenFileSystem fileSystem, ITokenObserver observer, RetryPolicy retry)
    {
        _fileSystem = fileSystem;
        _observer = observer;
        _retry = retry;
        _leftovers = new TokenLeftovers(fileSystem, observer);
    }

    /// <summary>Fails as <see cref="Remove"/> would where there is nothing to remove or something else in its place. Touches nothing.</summary>
    /// <exception cref="TokenException"/>
    public void Check(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
        if (!IsThere(directory, location) && _leftovers.NamesOf(directory, location.FileName).Count == 0)
            throw NotFound(location);
    }

    /// <summary>Removes a token for good, and what killed writers of it left behind.</summary>
    /// <exception cref="TokenException">The token is still there, unless the error is <see cref="TokenError.TokenDurabilityUnknown"/>.
    /// Where there is none, what was left behind is removed all the same.</exception>
    public void Remove(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
        bool isThere = IsThere(directory, location);
        if (isThere)
            Delete(directory, location);
        _leftovers.RemoveOf(directory, location.FileName);
        FlushDirectory(directory, location);
        Leftovers.RemoveOncePerProcess(directory, _observer);
        if (!isThere)
            throw NotFound(location);
    }

    private static TokenException NotFound(TokenLocation location) =>
        new(TokenError.TokenNotFound, location.FullPath, Messages.TokenToRemoveNotFound(location.FullPath));

    private ITokenDirectory Open(TokenLocation location)
    {
        try
        {
            return _fileSystem.OpenDirectory(location.Directory);
        }
        catch (FileSystemException failure)
        {
            throw TokenFailure.OfRemovalDirectory(failure, location);
        }
    }

    private static bool IsThere(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            EntryKind kind = directory.KindOf(location.FileName);
            return kind is EntryKind.Regular or EntryKind.Missing
                ? kind == EntryKind.Regular
                : throw TokenFailure.Refusal(kind, location);
        }
        catch (FileSystemException failure)
        {
            throw TokenFailure.OfRemoval(failure, location);
        }
    }

    private void Delete(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            _retry.Run(
                () =>
                {
                    directory.Delete(location.FileName);
                    return true;
                },
                (failure, retry, delay) => _observer.Verbose(Messages.Retry(location.FullPath, failure.Code, retry, _retry.MaximumRetries, delay)));
        }
        catch (FileSystemException failure)
        {
            throw TokenFailure.OfRemoval(failure, location);
        }
    }

    private static void FlushDirectory(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            directory.Flush();
        }
        catch (FileSystemException failure)
        {
            throw new TokenException(
                TokenError.TokenDurabilityUnknown, location.FullPath, Messages.RemovalDurabilityUnknown(location.FullPath, failure.Message));
        }
    }
}
