using System.IO;
using System.Threading;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>
/// Puts a token in its place: a temporary file beside it, flushed, renamed over it in one step, and the directory
/// flushed. The rename makes the change atomic; the two flushes, in this order, make it durable.
/// </summary>
internal sealed class TokenWriter
{
    private readonly ITokenFileSystem _fileSystem;
    private readonly ITokenObserver _observer;
    private readonly RetryPolicy _retry;

    // Ctrl+C ends the wait for the rename, and must not end the removal that comes of it.
    private readonly RetryPolicy _removal = new(RetryPolicy.DefaultRetries, CancellationToken.None);

    public TokenWriter(ITokenFileSystem fileSystem, ITokenObserver observer, RetryPolicy retry)
    {
        _fileSystem = fileSystem;
        _observer = observer;
        _retry = retry;
    }

    /// <summary>Writes a token.</summary>
    /// <exception cref="TokenException">The old token is intact, unless the error is
    /// <see cref="TokenError.TokenDurabilityUnknown"/>: then the new one is in place.</exception>
    /// <exception cref="System.OperationCanceledException">Ctrl+C; the old token is intact.</exception>
    public void Write(TokenLocation location, Token token, CancellationToken cancellation)
    {
        using ITokenDirectory directory = OpenDirectory(location);
        Warn(directory, location);
        RefuseTarget(directory, location);
        PutInPlace(directory, location, token, cancellation);
        FlushDirectory(directory, location);
        Leftovers.RemoveOncePerProcess(directory, _observer);
    }

    private ITokenDirectory OpenDirectory(TokenLocation location)
    {
        try
        {
            return _fileSystem.OpenOrCreateDirectory(location.Directory);
        }
        catch (FileSystemException failure)
        {
            throw TokenFailure.OfDirectory(failure, location);
        }
    }

    private void Warn(ITokenDirectory directory, TokenLocation location)
    {
        if (directory.OthersCanWrite)
            _observer.Warning(Messages.DirectoryOpenToOthers(location.Directory, _fileSystem.CommandToCloseDirectory(location.Directory)));
        if (!directory.KeepsOthersOut)
            _observer.Warning(Messages.VolumeWithoutAccess(location.FullPath));
    }

    private static void RefuseTarget(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            EntryKind kind = directory.KindOf(location.FileName);
            if (kind is not EntryKind.Missing and not EntryKind.Regular)
                throw TokenFailure.Refusal(kind, location);
        }
        catch (FileSystemException failure)
        {
            throw TokenFailure.OfWrite(failure, location, leftover: null);
        }
    }

    private void PutInPlace(ITokenDirectory directory, TokenLocation location, Token token, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TemporaryFile? temporary = null;
        try
        {
            temporary = new TemporaryFile(directory, location.FileName);
            temporary.Fill(token, () => _observer.Warning(Messages.VolumeWithoutAccess(location.FullPath)));
            cancellation.ThrowIfCancellationRequested();
            _retry.Run(
                () =>
                {
                    temporary.RenameTo(location.FileName);
                    return true;
                },
                (failure, retry, delay) => _observer.Verbose(Messages.Retry(location.FullPath, failure.Code, retry, _retry.MaximumRetries, delay)));
        }
        catch (FileSystemException failure)
        {
            bool removed = temporary?.Remove(_removal) ?? true;
            throw TokenFailure.OfWrite(failure, location, removed ? null : Path.Combine(location.Directory, temporary!.Name));
        }
        finally
        {
            temporary?.Remove(_removal);
        }
    }

    private void FlushDirectory(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            if (!directory.Flush())
                _observer.Verbose(Messages.DirectoryCannotBeFlushed(location.Directory));
        }
        catch (FileSystemException failure)
        {
            throw new TokenException(
                TokenError.TokenDurabilityUnknown, location.FullPath, Messages.TokenDurabilityUnknown(location.FullPath, failure.Message));
        }
    }
}
