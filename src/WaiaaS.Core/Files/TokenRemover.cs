using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>Removes a token, and with it what killed writers of that token left behind.</summary>
internal sealed class TokenRemover
{
    private readonly ITokenFileSystem _fileSystem;
    private readonly ITokenObserver _observer;
    private readonly RetryPolicy _retry;

    public TokenRemover(ITokenFileSystem fileSystem, ITokenObserver observer, RetryPolicy retry)
    {
        _fileSystem = fileSystem;
        _observer = observer;
        _retry = retry;
    }

    /// <summary>Fails as <see cref="Remove"/> would where there is no token or something else in its place. Touches nothing.</summary>
    /// <exception cref="TokenException"/>
    public void Check(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
    }

    /// <summary>Removes a token for good.</summary>
    /// <exception cref="TokenException">The token is still there, unless the error is <see cref="TokenError.TokenDurabilityUnknown"/>.</exception>
    public void Remove(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
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

        Leftovers.RemoveOf(directory, location.FileName, _fileSystem, _observer);
        FlushDirectory(directory, location);
        Leftovers.RemoveOncePerProcess(directory, _observer);
    }

    private ITokenDirectory Open(TokenLocation location)
    {
        ITokenDirectory? directory = null;
        try
        {
            directory = _fileSystem.OpenDirectory(location.Directory);
            EntryKind kind = directory.KindOf(location.FileName);
            return kind switch
            {
                EntryKind.Regular => directory,
                EntryKind.Missing => throw new TokenException(TokenError.TokenNotFound, location.FullPath, Messages.TokenToRemoveNotFound(location.FullPath)),
                _ => throw TokenFailure.Refusal(kind, location),
            };
        }
        catch (FileSystemException failure)
        {
            directory?.Dispose();
            throw TokenFailure.OfRemoval(failure, location);
        }
        catch
        {
            directory?.Dispose();
            throw;
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
