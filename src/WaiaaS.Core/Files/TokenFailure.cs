using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>Which error of the module a failed step becomes: the operating systems' answers in the user's terms.</summary>
internal static class TokenFailure
{
    /// <summary>The data directory could not be opened or created; nothing was written.</summary>
    public static TokenException OfDirectory(FileSystemException failure, TokenLocation location) => failure.Kind switch
    {
        FailureKind.AccessDenied => new(
            TokenError.TokenAccessDenied, location.FullPath, Messages.DirectoryAccessDenied(location.Directory, failure.Message)),
        FailureKind.NotADirectory => new(
            TokenError.TokenWriteFailed, location.FullPath, Messages.DirectoryIsAFile(location.Directory, failure.Message)),
        _ => new(
            TokenError.TokenWriteFailed, location.FullPath, Messages.DirectoryFailed(location.Directory, failure.Message)),
    };

    /// <summary>A step of a write failed before the rename, or the rename did.</summary>
    /// <param name="failure">What the operating system said.</param>
    /// <param name="location">The token.</param>
    /// <param name="leftover">The path of the temporary file where it could not be removed; null where it is gone.</param>
    public static TokenException OfWrite(FileSystemException failure, TokenLocation location, string? leftover)
    {
        string path = location.FullPath;
        (TokenError error, string message) = failure.Kind switch
        {
            FailureKind.WrongKind => (RefusalError(failure.Entry), Messages.Refused(path, failure.Entry)),
            FailureKind.AccessDenied => (TokenError.TokenAccessDenied, Messages.WriteAccessDenied(path, failure.Message)),
            FailureKind.HeldByOther => (TokenError.TokenBusy, Messages.WriteBusy(path, failure.Code)),
            FailureKind.MountPoint => (TokenError.TokenFileIsMountPoint, Messages.TokenFileIsMountPoint(path)),
            _ => (TokenError.TokenWriteFailed, Messages.WriteFailed(path, failure.Message)),
        };
        return new TokenException(error, path, leftover is null ? message : message + " " + Messages.TemporaryFileStays(leftover));
    }

    /// <summary>A token could not be read.</summary>
    public static TokenException OfRead(FileSystemException failure, TokenLocation location)
    {
        if (failure.Kind == FailureKind.WrongKind)
            return Refusal(failure.Entry, location);

        string path = location.FullPath;
        (TokenError error, string message) = failure.Kind switch
        {
            FailureKind.NotFound => (TokenError.TokenNotFound, Messages.TokenNotFound(path)),
            FailureKind.AccessDenied => (TokenError.TokenAccessDenied, Messages.ReadAccessDenied(path, failure.Message)),
            FailureKind.HeldByOther => (TokenError.TokenBusy, Messages.ReadBusy(path, failure.Code)),
            _ => (TokenError.TokenReadFailed, Messages.ReadFailed(path, failure.Message)),
        };
        return new TokenException(error, path, message);
    }

    /// <summary>The directory of a token that was to be removed could not be opened.</summary>
    public static TokenException OfRemovalDirectory(FileSystemException failure, TokenLocation location) => failure.Kind switch
    {
        FailureKind.NotFound => new(TokenError.TokenNotFound, location.FullPath, Messages.TokenToRemoveNotFound(location.FullPath)),
        FailureKind.AccessDenied => new(
            TokenError.TokenAccessDenied, location.FullPath, Messages.RemovalDirectoryFailed(location.Directory, failure.Message)),
        _ => new(TokenError.TokenWriteFailed, location.FullPath, Messages.RemovalDirectoryFailed(location.Directory, failure.Message)),
    };

    /// <summary>A token could not be removed.</summary>
    public static TokenException OfRemoval(FileSystemException failure, TokenLocation location)
    {
        string path = location.FullPath;
        (TokenError error, string message) = failure.Kind switch
        {
            FailureKind.WrongKind => (RefusalError(failure.Entry), Messages.Refused(path, failure.Entry)),
            FailureKind.NotFound => (TokenError.TokenNotFound, Messages.TokenToRemoveNotFound(path)),
            FailureKind.AccessDenied => (TokenError.TokenAccessDenied, Messages.RemovalAccessDenied(path, failure.Message)),
            FailureKind.HeldByOther => (TokenError.TokenBusy, Messages.RemovalBusy(path, failure.Code)),
            FailureKind.MountPoint => (TokenError.TokenFileIsMountPoint, Messages.RemovalOfMountPoint(path)),
            _ => (TokenError.TokenWriteFailed, Messages.RemovalFailed(path, failure.Message)),
        };
        return new TokenException(error, path, message);
    }

    /// <summary>Something stands in the token file's place that is not a regular file.</summary>
    public static TokenException Refusal(EntryKind kind, TokenLocation location) =>
        new(RefusalError(kind), location.FullPath, Messages.Refused(location.FullPath, kind));

    private static TokenError RefusalError(EntryKind kind) =>
        kind == EntryKind.SymbolicLink ? TokenError.TokenPathIsSymbolicLink : TokenError.TokenNotRegularFile;
}
