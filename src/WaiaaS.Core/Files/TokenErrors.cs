using System;
using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>What was being done when a call of the operating system failed.</summary>
internal enum Operation
{
    OpenForWriting,

    /// <summary>Any step of a write up to the rename.</summary>
    Write,
    FlushWrite,

    /// <summary>A rename that failed although its source is gone.</summary>
    LostWrite,
    Read,
    OpenForRemoval,
    Remove,
    FlushRemoval,
}

/// <summary>The table of errors: what was being done, and what the operating system said, give the error's id, its text and what to do.</summary>
internal static class TokenErrors
{
    /// <summary>Whether an exception comes from a call of the operating system, so that there is an error for it.</summary>
    /// <param name="reason">Any exception; EntryPointNotFoundException and DllNotFoundException mean that a system library lacks a function.</param>
    public static bool HasErrorFor(Exception reason) => reason is FileSystemException or TypeLoadException;

    /// <summary>The exception for a call of the operating system that failed.</summary>
    /// <param name="operation">What was being done.</param>
    /// <param name="reason">What it ended with, see <see cref="HasErrorFor"/>.</param>
    /// <param name="location">The token.</param>
    public static TokenException For(Operation operation, Exception reason, TokenLocation location) => For(
        operation,
        reason as FileSystemException ?? new FileSystemException(FileSystemError.Other, string.Empty, Messages.CallMissing(reason.Message)),
        location);

    /// <summary>The exception for a call of the operating system that failed.</summary>
    /// <param name="operation">What was being done.</param>
    /// <param name="reason">What the operating system said.</param>
    /// <param name="location">The token.</param>
    public static TokenException For(Operation operation, FileSystemException reason, TokenLocation location)
    {
        string path = location.FullPath;
        string directory = location.Directory;
        string says = reason.Message;
        return (operation, reason.Error) switch
        {
            (Operation.OpenForWriting, FileSystemError.AccessDenied) =>
                new(TokenError.TokenAccessDenied, path, Messages.DirectoryAccessDenied(directory, says), Remedy.UseAccessibleDirectory),
            (Operation.OpenForWriting, FileSystemError.NotADirectory) =>
                new(TokenError.TokenWriteFailed, path, Messages.DirectoryIsAFile(directory, says), Remedy.RenameFileInTheWay),
            (Operation.OpenForWriting, FileSystemError.ForeignDirectory) =>
                new(TokenError.TokenOwnerMismatch, path, says),
            (Operation.OpenForWriting, FileSystemError.SharingViolation) =>
                new(TokenError.TokenBusy, path, Messages.DirectoryBusy(directory, reason.Code), Remedy.RetryLonger),
            (Operation.OpenForWriting, _) =>
                new(TokenError.TokenWriteFailed, path, Messages.DirectoryFailed(directory, says), Remedy.CheckDirectory),

            (Operation.OpenForRemoval, FileSystemError.NotFound) =>
                new(TokenError.TokenNotFound, path, Messages.TokenToRemoveNotFound(path)),
            (Operation.OpenForRemoval, FileSystemError.AccessDenied) =>
                new(TokenError.TokenAccessDenied, path, Messages.RemovalDirectoryFailed(directory, says)),
            (Operation.OpenForRemoval, FileSystemError.SharingViolation) =>
                new(TokenError.TokenBusy, path, Messages.RemovalDirectoryFailed(directory, says)),
            (Operation.OpenForRemoval, _) =>
                new(TokenError.TokenWriteFailed, path, Messages.RemovalDirectoryFailed(directory, says)),

            (Operation.FlushWrite, _) =>
                new(TokenError.TokenDurabilityUnknown, path, Messages.TokenDurabilityUnknown(path, says)),
            (Operation.FlushRemoval, _) =>
                new(TokenError.TokenDurabilityUnknown, path, Messages.RemovalDurabilityUnknown(path, says)),

            (Operation.LostWrite, _) =>
                new(TokenError.TokenWriteFailed, path, Messages.WriteLost(path, says)),

            (_, FileSystemError.NotRegularFile) => NotRegularFile(reason.Type, location),

            (Operation.Read, FileSystemError.NotFound) =>
                new(TokenError.TokenNotFound, path, Messages.TokenNotFound(path), Remedy.WriteToken),
            (Operation.Read, FileSystemError.AccessDenied) =>
                new(TokenError.TokenAccessDenied, path, Messages.ReadAccessDenied(path, says), Remedy.WriteOwnToken),
            (Operation.Read, FileSystemError.SharingViolation or FileSystemError.Leased) =>
                new(TokenError.TokenBusy, path, Messages.ReadBusy(path, reason.Code)),
            (Operation.Read, _) =>
                new(TokenError.TokenReadFailed, path, Messages.ReadFailed(path, says)),

            (Operation.Write, FileSystemError.AccessDenied) =>
                new(TokenError.TokenAccessDenied, path, Messages.WriteAccessDenied(path, says), Remedy.UseWritableDirectory),
            (Operation.Write, FileSystemError.SharingViolation) =>
                new(TokenError.TokenBusy, path, Messages.WriteBusy(path, reason.Code), Remedy.RetryLonger),
            (Operation.Write, FileSystemError.MountPoint) =>
                new(TokenError.TokenFileIsMountPoint, path, Messages.TokenFileIsMountPoint(path)),
            (Operation.Write, _) =>
                new(TokenError.TokenWriteFailed, path, Messages.WriteFailed(path, says)),

            (Operation.Remove, FileSystemError.NotFound) =>
                new(TokenError.TokenNotFound, path, Messages.TokenToRemoveNotFound(path)),
            (Operation.Remove, FileSystemError.AccessDenied) =>
                new(TokenError.TokenAccessDenied, path, Messages.RemovalAccessDenied(path, says)),
            (Operation.Remove, FileSystemError.SharingViolation) =>
                new(TokenError.TokenBusy, path, Messages.RemovalBusy(path, reason.Code)),
            (Operation.Remove, FileSystemError.MountPoint) =>
                new(TokenError.TokenFileIsMountPoint, path, Messages.RemovalOfMountPoint(path)),
            _ => new(TokenError.TokenWriteFailed, path, Messages.RemovalFailed(path, says)),
        };
    }

    /// <summary>The exception for a link, a directory or a special file in the token file's place.</summary>
    public static TokenException NotRegularFile(FileType type, TokenLocation location)
    {
        string path = location.FullPath;
        return type == FileType.SymbolicLink
            ? new(TokenError.TokenPathIsSymbolicLink, path, Messages.TokenPathIsSymbolicLink(path), Remedy.PassLinkTarget)
            : new(TokenError.TokenNotRegularFile, path, Messages.TokenNotRegularFile(path, InWords(type)));
    }

    /// <summary>The exception for a directory of wallets that cannot be listed.</summary>
    public static TokenException NotListed(FileSystemException reason, string directory) => new(
        reason.Error == FileSystemError.AccessDenied ? TokenError.TokenAccessDenied : TokenError.TokenReadFailed,
        directory,
        Messages.DirectoryNotListed(directory, reason.Message),
        Remedy.ListAsOwner);

    private static string InWords(FileType type) => type switch
    {
        FileType.Directory => "a directory",
        FileType.Fifo => "a named pipe (FIFO)",
        FileType.Socket => "a socket",
        FileType.Device => "a device",
        _ => "something else",
    };
}
