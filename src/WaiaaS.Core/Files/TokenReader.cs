using System;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>
/// Reads a token from a file that others may be replacing at the same time. Everything is decided on the opened directory
/// and the opened file, so it does not matter what becomes of their paths. The directory stays open until disposal or until
/// another one is read: a list has many files of one directory.
/// </summary>
internal sealed unsafe class TokenReader(ITokenFileSystem fileSystem, ITokenLogger logger, RetryPolicy retry) : IDisposable
{
    // For writers that truncate in place: what looks torn may be whole a moment later.
    private const int MaximumRereads = 3;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private ITokenDirectory? _directory;

    /// <summary>Reads a token, then warns of what is not as it should be; the caller disposes of it.</summary>
    /// <exception cref="TokenException">Every way in which that can fail.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public Token Read(TokenLocation location)
    {
        TokenFile file = ReadUntilWhole(location, _ => true);
        Token token = file.Token ?? throw file.Error!;
        try
        {
            Warn(location, file);
            return token;
        }
        catch
        {
            token.Dispose();
            throw;
        }
    }

    /// <summary>Describes a token file. A fault of the file is part of the result, not an error.</summary>
    /// <exception cref="TokenException">There is none, or the file system failed.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public TokenInfo Inspect(TokenLocation location)
    {
        TokenFile file;
        try
        {
            // A list of many files waits for a writer only where there may be one.
            file = ReadUntilWhole(location, torn => torn.HasChanged || DateTimeOffset.UtcNow - torn.Status.LastWriteTime < Fresh);
        }
        catch (TokenException error) when (TokenInfos.StateOf(error.Error) is not null)
        {
            return TokenInfos.Of(location, error, status: null);
        }

        using Token? token = file.Token;
        return token is null
            ? TokenInfos.Of(location, file.Error!, file.Status)
            : TokenInfos.Of(location, TokenClaims.Read(token), file.Status, file.Status.Length);
    }

    public void Dispose() => _directory?.Dispose();

    private TokenFile ReadUntilWhole(TokenLocation location, Func<TokenFile, bool> mayChange)
    {
        for (int reread = 1; ; reread++)
        {
            retry.ThrowIfCancelled();
            TokenFile file = ReadOnce(location);
            if (!file.IsTorn || reread > MaximumRereads || !mayChange(file))
                return file;
            file.Token?.Dispose();
            retry.PauseBeforeReread(location, reread, MaximumRereads);
        }
    }

    private TokenFile ReadOnce(TokenLocation location)
    {
        try
        {
            ITokenDirectory directory = OpenDirectory(location);
            using IOpenedFile file = retry.RunUnleased(location, () => directory.OpenFile(location.FileName));
            var result = new TokenFile(file.Status, directory.IsWritableByOthers) { Error = Refuse(location, file.Status) };
            if (result.Error is null)
                ReadContent(location, file, result);
            return result;
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            throw TokenErrors.For(Operation.Read, reason, location);
        }
    }

    private ITokenDirectory OpenDirectory(TokenLocation location)
    {
        if (_directory?.Path == location.Directory)
            return _directory;
        _directory?.Dispose();
        _directory = null;
        return _directory = retry.Run(location, () => fileSystem.OpenDirectoryForReading(location.Directory));
    }

    private static void ReadContent(TokenLocation location, IOpenedFile file, TokenFile result)
    {
        // Some file systems give a file with content the length 0. One that grows meanwhile is found to have changed.
        int expected = result.Status.Length is > 0 and < TokenFormat.MaximumLength ? (int)result.Status.Length : TokenFormat.MaximumLength;
        using var buffer = new SecretBuffer(expected + 1);
        int length = file.Read(buffer.Bytes, expected + 1);
        if (length > TokenFormat.MaximumLength)
        {
            result.Error = TooLarge(location);
            return;
        }

        // Where two of WAIaaS' own writers write one file in place, a read can give the beginning of one token and the end
        // of another, well formed. When the write is done, a read gives something else.
        result.HasChanged = !file.IsUnchanged(buffer.Bytes, length);
        TokenFormatError error = TokenFormatError.ChangedWhileReading;
        result.Token = result.HasChanged ? null : Token.FromFile(buffer.Bytes, length, out error);
        result.IsTorn = result.Token is null;
        if (result.Token is null)
            result.Error = new(TokenError.TokenMalformed, location.FullPath, Messages.TokenMalformed(location.FullPath, error), RemedyFor(error));
    }

    // Before reading: a file of a gigabyte is not read to find out its size.
    private static TokenException? Refuse(TokenLocation location, FileStatus status)
    {
        if (status.Type != FileType.Regular)
            return TokenErrors.NotRegularFile(status.Type, location);
        if (status.IsOwnerTrusted)
            return status.Length > TokenFormat.MaximumLength ? TooLarge(location) : null;
        string path = location.FullPath;
        return new(TokenError.TokenOwnerMismatch, path, Messages.TokenOwnerMismatch(path, status.Owner), Remedy.TakeOverToken);
    }

    private static TokenException TooLarge(TokenLocation location) => new(
        TokenError.TokenTooLarge, location.FullPath, Messages.FileTooLarge(location.FullPath), Remedy.RewriteTokenOrPassOtherPath);

    private static Remedy RemedyFor(TokenFormatError error) => error switch
    {
        TokenFormatError.Utf16 => Remedy.RewriteTokenAsUtf8,
        TokenFormatError.Json => Remedy.RewriteTokenFromResponse,
        _ => Remedy.RewriteToken,
    };

    private void Warn(TokenLocation location, TokenFile file)
    {
        string path = location.FullPath;
        FileStatus status = file.Status;
        bool isVolumeOpen = status.IsOpenToOthers && status.IsExecutable;
        if (isVolumeOpen)
            logger.Warning(Messages.VolumeOpenToOthers(path, status.Access, status.Mode, fileSystem.CommandToClose(path)), Remedy.None, path);
        else if (status.IsOpenToOthers)
            logger.Warning(Messages.FileOpenToOthers(path, status.Access, status.Mode, fileSystem.CommandToClose(path)), Remedy.None, path);
        if (file.IsDirectoryWritableByOthers && !isVolumeOpen)
            logger.Warning(Messages.DirectoryOpenToOthers(location.Directory, fileSystem.CommandToCloseDirectory(location.Directory)), Remedy.None, path);
        if (!isVolumeOpen)
            Trust.WarnOncePerProcess(fileSystem, _directory!, logger, path);
    }

    /// <summary>What one read of a token file gave: the token or the error, and what is known of the file either way.</summary>
    private sealed class TokenFile(FileStatus status, bool isDirectoryWritableByOthers)
    {
        public FileStatus Status => status;

        public bool IsDirectoryWritableByOthers => isDirectoryWritableByOthers;

        public Token? Token { get; set; }

        public TokenException? Error { get; set; }

        /// <summary>Whether it gave something else when it was read again.</summary>
        public bool HasChanged { get; set; }

        /// <summary>Whether it may be whole a moment later.</summary>
        public bool IsTorn { get; set; }
    }
}
