using System;
using System.Threading;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>
/// Reads a token from a file that others may be replacing at the same time. Everything is decided on the opened file,
/// so it does not matter what becomes of its path.
/// </summary>
internal sealed unsafe class TokenReader
{
    // For writers that truncate in place: what looks torn may be whole a moment later.
    private const int MaximumRereads = 3;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ITokenFileSystem _fileSystem;
    private readonly ITokenObserver _observer;
    private readonly RetryPolicy _retry;

    public TokenReader(ITokenFileSystem fileSystem, ITokenObserver observer, RetryPolicy retry)
    {
        _fileSystem = fileSystem;
        _observer = observer;
        _retry = retry;
    }

    /// <summary>Reads a token and warns of what is not as it should be; the caller disposes of it.</summary>
    /// <exception cref="TokenException">Every way in which that can fail.</exception>
    /// <exception cref="System.OperationCanceledException">Ctrl+C.</exception>
    public Token Read(TokenLocation location, CancellationToken cancellation)
    {
        FileStatus? status = null;
        Token token = Read(location, ref status, patient: true, cancellation);
        try
        {
            Warn(location, status!, token);
            return token;
        }
        catch
        {
            token.Dispose();
            throw;
        }
    }

    /// <summary>Reads a token without a warning; the caller disposes of it.</summary>
    /// <param name="location">Where from.</param>
    /// <param name="status">What was opened, also where it is then refused.</param>
    /// <param name="patient">Whether to read again what was written long ago too. A list of many files has no time for that.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public Token Read(TokenLocation location, ref FileStatus? status, bool patient, CancellationToken cancellation)
    {
        using var buffer = new SecretBuffer(TokenFormat.MaximumLength + 1);
        for (int reread = 0; ; reread++)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = ReadFile(location, buffer, ref status, out bool settled);
            TokenFlaw flaw = TokenFlaw.Unsettled;
            Token? token = settled ? Token.FromFile(buffer.Bytes, length, out flaw) : null;
            bool last = reread == MaximumRereads || !(patient || !settled || IsFresh(status!));
            if (token is not null && (token.IsComplete || last))
                return token;

            token?.Dispose();
            if (last)
                throw new TokenException(TokenError.TokenMalformed, location.FullPath, Messages.TokenMalformed(location.FullPath, flaw));
            _retry.Pause(delay => _observer.Verbose(Messages.Reread(location.FullPath, reread + 1, MaximumRereads, delay)));
        }
    }

    // Nobody is still writing what was last written a while ago.
    private static bool IsFresh(FileStatus status) => DateTimeOffset.UtcNow - status.LastWriteTime < Fresh;

    private int ReadFile(TokenLocation location, SecretBuffer buffer, ref FileStatus? status, out bool settled)
    {
        try
        {
            using IOpenedFile file = _retry.Run(
                () => _fileSystem.OpenForReading(location),
                (failure, retry, delay) => _observer.Verbose(Messages.Retry(location.FullPath, failure.Code, retry, _retry.MaximumRetries, delay)));
            status = file.Status;
            RefuseFile(location, status);
            int length = file.Read(buffer.Bytes, TokenFormat.MaximumLength + 1);

            // Where two writers of others write one file in place, a read can give the beginning of one token and the
            // end of another, well formed. When the write is done, a read gives something else.
            settled = length > TokenFormat.MaximumLength || file.StillHolds(buffer.Bytes, length);
            return length <= TokenFormat.MaximumLength ? length : throw TooLarge(location);
        }
        catch (FileSystemException failure)
        {
            throw TokenFailure.OfRead(failure, location);
        }
    }

    private static void RefuseFile(TokenLocation location, FileStatus status)
    {
        if (status.Kind != EntryKind.Regular)
            throw TokenFailure.Refusal(status.Kind, location);
        if (!status.OwnerTrusted)
        {
            throw new TokenException(
                TokenError.TokenOwnerMismatch, location.FullPath, Messages.TokenOwnerMismatch(location.FullPath, status.Owner));
        }

        // Before reading: a file of a gigabyte is not read to find that out.
        if (status.Length > TokenFormat.MaximumLength)
            throw TooLarge(location);
    }

    private bool OthersCanWriteTo(string directory)
    {
        try
        {
            return _fileSystem.OthersCanWriteTo(directory);
        }
        catch (FileSystemException)
        {
            // It was renamed or removed meanwhile. The token was read, and that is what was asked for.
            return false;
        }
    }

    private static TokenException TooLarge(TokenLocation location) =>
        new(TokenError.TokenTooLarge, location.FullPath, Messages.FileTooLarge(location.FullPath));

    private void Warn(TokenLocation location, FileStatus status, Token token)
    {
        if (status.OpenToOthers)
            _observer.Warning(Messages.FileOpenToOthers(location.FullPath, status.Access, status.Mode, _fileSystem.CommandToClose(location.FullPath)));
        if (OthersCanWriteTo(location.Directory))
            _observer.Warning(Messages.DirectoryOpenToOthers(location.Directory, _fileSystem.CommandToCloseDirectory(location.Directory)));
        if (!token.IsComplete)
            _observer.Warning(Messages.TokenLooksCut(location.FullPath));
    }
}
