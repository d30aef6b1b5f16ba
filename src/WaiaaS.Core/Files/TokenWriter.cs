using System;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>
/// Puts a token in its place: a temporary file beside it, flushed, renamed over it in one step, and the directory
/// flushed. The rename makes the change atomic; the two flushes, in this order, make it durable.
/// </summary>
internal sealed class TokenWriter(ITokenFileSystem fileSystem, ITokenLogger logger, RetryPolicy retry)
{
    /// <summary>
    /// Fails where <see cref="Write"/> would, as far as that is known before there is a token: the same directory, and
    /// in it a temporary file of its size, which is removed. The token in place is not touched.
    /// </summary>
    /// <exception cref="TokenException">What <see cref="Write"/> would say.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public void EnsureWritable(TokenLocation location)
    {
        using ITokenDirectory directory = OpenFor(location);
        using TemporaryFile temporary = CreateIn(directory, location);
        try
        {
            temporary.Reserve();
            retry.Run(location, () => directory.CheckReplaceable(location.FileName));
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            throw TokenErrors.For(Operation.Write, reason, location);
        }
    }

    /// <summary>Writes a token, then warns of what is not as it should be.</summary>
    /// <returns>What the operating system said of the new file, from the calls that wrote it: while it was still empty.</returns>
    /// <exception cref="TokenException">The old token is intact, unless the error is
    /// <see cref="TokenError.TokenDurabilityUnknown"/>: then the new one is in place.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C; the old token is intact.</exception>
    public FileStatus Write(TokenLocation location, Token token)
    {
        using ITokenDirectory directory = OpenFor(location);
        using TemporaryFile temporary = CreateIn(directory, location);
        Replace(temporary, location, token);
        MakeDurable(temporary.File, directory, location);
        Leftovers.RemoveOncePerProcess(directory, temporary.File.Status.LastWriteTime, logger);
        Warn(directory, location, TokenClaims.ReadExpiry(token), temporary.File);
        return temporary.File.Status;
    }

    private ITokenDirectory OpenFor(TokenLocation location)
    {
        if (!TemporaryName.HasRoomFor(location.FileName))
            throw new TokenException(TokenError.PathNotFileSystem, location.FullPath, Messages.FileNameTooLong(location.FullPath));
        ITokenDirectory? directory = null;
        try
        {
            directory = retry.Run(location, () => fileSystem.OpenOrCreateDirectory(location.Directory));
            FileType type = directory.TypeOf(location.FileName);
            return type is FileType.Missing or FileType.Regular ? directory : throw TokenErrors.NotRegularFile(type, location);
        }
        catch (Exception reason)
        {
            directory?.Dispose();
            if (!TokenErrors.HasErrorFor(reason))
                throw;
            throw TokenErrors.For(directory is null ? Operation.OpenForWriting : Operation.Write, reason, location);
        }
    }

    private TemporaryFile CreateIn(ITokenDirectory directory, TokenLocation location)
    {
        retry.ThrowIfCancelled();
        try
        {
            return TemporaryFile.Create(directory, location, fileSystem.ProcessId);
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            throw TokenErrors.For(Operation.Write, reason, location);
        }
    }

    private void Replace(TemporaryFile temporary, TokenLocation location, Token token)
    {
        try
        {
            temporary.Write(token);
            retry.ThrowIfCancelled();
            retry.Run(location, temporary.Commit);
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            temporary.Dispose();
            TokenException error = TokenErrors.For(temporary.IsLost ? Operation.LostWrite : Operation.Write, reason, location);
            throw temporary.LeftoverPath is { } leftover ? error.With(Messages.TemporaryFileStays(leftover)) : error;
        }
        catch (OperationCanceledException)
        {
            temporary.Dispose();
            if (temporary.LeftoverPath is { } leftover)
                logger.Warning(Messages.TemporaryFileStays(leftover), Remedy.None, location.FullPath);
            throw;
        }
    }

    private void MakeDurable(INewFile file, ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            file.Close();
            if (!directory.Flush())
                logger.Verbose(Messages.DirectoryCannotBeFlushed(location.Directory));
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            throw TokenErrors.For(Operation.FlushWrite, reason, location);
        }
    }

    private void Warn(ITokenDirectory directory, TokenLocation location, TokenClaims? claims, INewFile file)
    {
        string path = location.FullPath;
        if (claims is null)
            logger.Warning(Messages.PayloadIsNotJson(path), Remedy.None, path);
        else if (claims.IsExpiryUnreadable)
            logger.Warning(Messages.ExpiryIsNoTime(path), Remedy.None, path);
        else if (claims.ExpiresAt <= DateTimeOffset.UtcNow)
            logger.Warning(Messages.TokenExpired(path, claims.ExpiresAt.Value), Remedy.None, path);
        if (directory.IsWritableByOthers && !file.IsModeRefused)
            logger.Warning(Messages.DirectoryOpenToOthers(location.Directory, fileSystem.CommandToCloseDirectory(location.Directory)), Remedy.None, path);
        if (file.IsModeRefused)
            logger.Warning(Messages.PermissionsRefused(path, file.Status.Mode), Remedy.None, path);
        else if (!directory.SupportsPermissions || file.Status.IsOpenToOthers)
            logger.Warning(Messages.VolumeWithoutPermissions(path), Remedy.None, path);
        if (!file.IsModeRefused)
            Trust.WarnOncePerProcess(fileSystem, directory, logger, path);
        if (file.DeniedOwner is null && directory.UnknownNewOwner is { } unknown)
            logger.Warning(Messages.GivenToUnknown(path, unknown), Remedy.None, path);
        if ((file.DeniedOwner ?? directory.DeniedOwner) is { } owner)
            logger.Warning(Messages.OwnerDenied(path, owner), Remedy.None, path);
    }
}
