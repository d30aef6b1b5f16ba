using System;
using System.Globalization;
using WaiaaS.Tokens;

namespace WaiaaS;

/// <summary>
/// The texts of the core: what happened and what changed; and what to do, unless that is a cmdlet or a
/// parameter: see <see cref="Remedy"/>. No text has a place for a token, so none can hold one.
/// </summary>
internal static class Messages
{
    private const string OldTokenIntact = "Any existing token is unchanged.";
    private const string NothingWritten = "Nothing was written.";
    private const string NothingRead = "Nothing was read.";

    // Lists

    public const string DefaultToken = "(default)";
    public const string NeverExpires = "never expires";
    public const string Private = "private";
    public const string OpenToOthers = "others";

    public static string Ago(string time) => time + " ago";

    // Wallet ids and paths

    public const string WalletIdEmpty = "it is empty";
    public const string WalletIdLooksLikeToken = "it looks like a token";
    public const string WalletIdCharacter = "it has a character other than the letters A to Z, digits, '.', '_' and '-'";
    public const string WalletIdLeadingDot = "it starts with a dot";
    public const string WalletIdTrailingDot = "it ends with a dot, which Windows removes";
    public const string WalletIdDeviceName = "Windows reserves that name for a device";
    public const string WalletIdTemporary = "a name that ends in '.tmp' belongs to a temporary file";
    public const string WalletIdNotText = "it is neither text, a number nor a GUID";

    public const string HomeDirectoryNotFound =
        "No data directory was given, and this user has no home directory.";

    public static string WalletIdTooLong(int most) => FormattableString.Invariant($"it has more than {most} characters");

    /// <param name="id">The id; null where it may not be shown.</param>
    /// <param name="reason">Why it is none.</param>
    public static string WalletIdInvalid(string? id, string reason) =>
        $"The wallet id{(id is null ? string.Empty : $" '{id}'")} cannot be used as a file name: {reason}. Nothing was changed.";

    public static string PathNamesNoFile(string path) =>
        $"'{path}' names no file. Pass the path of the token file itself.";

    public static string PathIsDeviceOrStream(string path) =>
        $"On Windows, '{path}' is a device or an alternate data stream, not a file. Pass the path of an ordinary file.";

    public static string PathIsRewritten(string path) =>
        $"'{path}' has a name that ends in a space or a dot, which Windows removes. Nothing was changed. Pass a path without it.";

    public static string FileNameTooLong(string path) =>
        $"The file name of '{path}' is too long: a token is written beside it first, under a name that is longer. {NothingWritten} Pass a path with a shorter name.";

    // Reading

    public static string TokenNotFound(string path) => $"There is no token at '{path}'.";

    public static string TokenPathIsSymbolicLink(string path) =>
        $"'{path}' is a symbolic link or a reparse point. A token is never read or written through one, because anyone who can change the link could redirect it. Nothing was changed.";

    public static string TokenNotRegularFile(string path, string type) =>
        $"'{path}' is {type}, not a regular file. Nothing was changed. Find out what it is for; remove or rename it, or pass another path.";

    public static string TokenOwnerMismatch(string path, string owner) =>
        $"'{path}' is owned by '{owner}', not by you, so another user may have put it there. {NothingRead}";

    public static string TokenMalformed(string path, TokenFormatError error) =>
        $"'{path}' contains no token: {Describe(error)}. The file is unchanged.";

    public static string FileTooLarge(string path) =>
        $"'{path}' exceeds the {Limit}-byte limit, so it is not a token. {NothingRead}";

    public static string ReadAccessDenied(string path, string reason) =>
        $"'{path}' cannot be read: {reason}. {NothingRead}";

    public static string ReadBusy(string path, string code) =>
        $"'{path}' is held by another process, such as a writer, an indexer or a virus scanner ({code}). {NothingRead} Try again, or end the process that holds it.";

    public static string ReadFailed(string path, string reason) =>
        $"'{path}' could not be read: {reason}. Check the path and the disk, then try again.";

    public static string Reread(string path, int reread, int most, int milliseconds) =>
        $"'{path}' contains no complete token; another process may be writing it. Reading again in {milliseconds} ms ({reread} of {most}).";

    public static string FileOpenToOthers(string path, string access, string? mode, string command) =>
        $"'{path}' is readable by other users ({access}{(mode is null ? string.Empty : ", mode " + mode)}).\nIf one of them may have read it, revoke the session. To restrict it, run:\n{command}";

    public static string VolumeOpenToOthers(string path, string access, string? mode, string command) =>
        $"'{path}' is readable by other users ({access}, mode {mode}).\nIf one of them may have read it, revoke the session. If the volume refuses the command below, mount it with owner-only permissions, or move the data directory. To restrict the file, run:\n{command}";

    public static string WaitForLease(string path, int seconds) =>
        FormattableString.Invariant($"Another process or a file server's client has a lease on '{path}'. Waiting up to {seconds} seconds until it is released.");

    public static string CallMissing(string reason) => $"the system's library lacks a function ({reason})";

    public static string WayOpenToOthers(string directory, string owner, string command) =>
        $"Other users can write to '{directory}' (owner '{owner}'), which is on the path of the token.\nThey can replace the token. To restrict it, run:\n{command}";

    public static string WayOfStranger(string directory, string owner) =>
        $"'{directory}' is on the path of the token and owned by '{owner}', who can replace the token. Use a directory that only you and the system can change.";

    public static string WayNotChecked(string directory, string reason) =>
        $"The permissions of the directories above '{directory}' could not be checked: {reason}.";

    public static string DirectoryOpenToOthers(string directory, string command) =>
        $"Other users can write to the directory '{directory}'.\nThey can replace the token. To restrict it, run:\n{command}";

    // Writing

    public static string TokenInputInvalid(string path, TokenFormatError error) =>
        $"The value for '{path}' is not a token: {Describe(error)}. {NothingWritten} {OldTokenIntact} Pass the token as WAIaaS issued it.";

    public static string InputTooLarge(string path) =>
        $"The value for '{path}' exceeds the {Limit}-byte limit, so it is not a token. {NothingWritten} {OldTokenIntact} Pass the token as WAIaaS issued it.";

    public static string PayloadIsNotJson(string path) =>
        $"The token was written to '{path}', but its payload is not a JSON object. WAIaaS will probably refuse it.";

    public static string ExpiryIsNoTime(string path) =>
        $"The token was written to '{path}', but its 'exp' is not a time, so its expiry is unknown.";

    public const string PayloadNotJson = "Its payload is not a JSON object, so WAIaaS will probably refuse it.";

    public const string ExpiryUnreadable = "Its 'exp' is not a time, so its expiry is unknown.";

    public static string TokenExpired(string path, DateTimeOffset expiry) =>
        $"The token was written to '{path}', but it expired at {expiry.ToLocalTime():u}. WAIaaS will refuse it.";

    public static string DirectoryAccessDenied(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created: {reason}. {NothingWritten} {OldTokenIntact}";

    public static string DirectoryBusy(string directory, string code) =>
        $"Another process holds the directory '{directory}' ({code}). {NothingWritten} {OldTokenIntact}";

    public static string DirectoryIsAFile(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created, because a part of that path is not a directory: {reason}. {NothingWritten}";

    public static string DirectoryFailed(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created: {reason}. {NothingWritten}";

    public static string WriteAccessDenied(string path, string reason) =>
        $"'{path}' cannot be written: {reason}. {OldTokenIntact}";

    public static string WriteBusy(string path, string code) =>
        $"'{path}' could not be replaced, because another process holds it, such as a reader, an indexer or a virus scanner ({code}). {OldTokenIntact}";

    public static string TokenFileIsMountPoint(string path) =>
        $"'{path}' is a mount point, so it cannot be replaced. {OldTokenIntact} If a container mounts the single file, mount its directory instead.";

    public static string WriteFailed(string path, string reason) =>
        $"'{path}' could not be written: {reason}. {OldTokenIntact} Fix the cause, then try again.";

    public const string TemporaryFileClaimed = "another process removes each temporary file right after it is created";

    public static string WriteLost(string path, string reason) =>
        $"'{path}' could not be written: {reason}. The temporary file is gone, and '{path}' does not hold the new token; another writer may have been faster. Check which token the file contains, then try again.";

    public static string TemporaryFileStays(string path) =>
        $"The temporary file '{path}' could not be removed, and it contains the new token. Remove it.";

    public static string TokenDurabilityUnknown(string path, string reason) =>
        $"The new token is in place at '{path}', but its directory could not be flushed to the disk: {reason}. A power cut can bring back the old token. Check the disk, then write the token again.";

    public static string DirectoryCannotBeFlushed(string directory) =>
        $"The file system of '{directory}' cannot flush a directory, so it decides when the change is on the disk.";

    public static string VolumeWithoutPermissions(string path) =>
        $"The volume of '{path}' has no access control, so every user of this computer can read the token. Move the data directory to a volume with access control.";

    public static string PermissionsRefused(string path, string? mode) =>
        $"The file system of '{path}' refuses to change permissions. The token has those of the volume (mode {mode}), so other users may be able to read it. Mount the volume with owner-only permissions, or move the data directory.";

    public static string ForeignDirectory(string directory, string owner) =>
        $"'{directory}' belongs to '{owner}', and it is not in that user's home directory. {NothingWritten} {OldTokenIntact} Write the token as that user (sudo -u '{owner}' or runuser -u '{owner}'), or use a directory of your own.";

    public static string GivenToUnknown(string path, string owner) =>
        $"The owner of '{path}' was set to '{owner}', who owns its directory but has no account on this system. This is normal in a container volume; otherwise check the directory.";

    public static string OwnerDenied(string path, string owner) =>
        $"The owner of '{path}' could not be changed to '{owner}', who owns its directory, so '{owner}' cannot read the token. Write the token as that user.";

    public static string Retry(string path, string code, int retry, int most, int milliseconds) =>
        $"'{path}' is held by another process ({code}). Trying again in {milliseconds} ms ({retry} of {most}).";

    public static string LeftoverRemoved(string name) =>
        $"Removed '{name}', left behind by an interrupted write.";

    public static string LeftoverNotRemoved(string name, string reason) =>
        $"'{name}', left behind by an interrupted write, could not be removed: {reason}.";

    public static string LeftoversNotListed(string reason) =>
        $"Files left behind by interrupted writes could not be listed: {reason}.";

    // Listing and removing

    public static string DirectoryNotListed(string directory, string reason) =>
        $"The tokens in '{directory}' cannot be listed: {reason}.";

    public static string TokenToRemoveNotFound(string path) =>
        $"There is no token at '{path}', so there is nothing to remove.";

    public static string RemovalDirectoryFailed(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened: {reason}. Nothing was removed. Check the path and its permissions.";

    public static string RemovalAccessDenied(string path, string reason) =>
        $"'{path}' cannot be removed: {reason}. The token still exists. Run as the user who owns the directory, and check that neither it nor the file is read-only.";

    public static string RemovalBusy(string path, string code) =>
        $"'{path}' could not be removed, because another process holds it, such as a reader, an indexer or a virus scanner ({code}). The token still exists. Try again, or end the process that holds it.";

    public static string RemovalOfMountPoint(string path) =>
        $"'{path}' is a mount point, so it cannot be removed. The token still exists. Unmount it first. A container must mount its directory instead.";

    public static string RemovalFailed(string path, string reason) =>
        $"'{path}' could not be removed: {reason}. The token still exists. Fix the cause, then try again.";

    public static string RemovalDurabilityUnknown(string path, string reason) =>
        $"The token at '{path}' is removed, but its directory could not be flushed to the disk: {reason}. A power cut can bring it back. Check the disk, then check that the file is gone.";

    private static readonly string Limit = TokenFormat.MaximumLength.ToString("N0", CultureInfo.InvariantCulture);

    private static string Describe(TokenFormatError error) => error switch
    {
        TokenFormatError.ChangedWhileReading => "the file kept changing while it was read",
        TokenFormatError.Empty => "it is empty",
        TokenFormatError.NoPrefix => $"it does not start with '{TokenFormat.Prefix}'",
        TokenFormatError.NotThreeParts => $"after '{TokenFormat.Prefix}' it does not have the three parts of a JWT, separated by dots",
        TokenFormatError.EmptyPart => "one of its three parts is empty",
        TokenFormatError.SignatureLength => "the signature has the wrong length for HS256: the token is truncated or damaged",
        TokenFormatError.InnerWhiteSpace => "it contains white space or a line break",
        TokenFormatError.InvalidCharacter => "it contains a character that is not base64url",
        TokenFormatError.Utf16 => "it is UTF-16, and WAIaaS reads UTF-8",
        TokenFormatError.Json => "it looks like JSON",
        TokenFormatError.NoTokenMember => "it is neither a string nor an object with a 'token' that is a string",
        TokenFormatError.Disposed => "it is a SecureString that was disposed",
        TokenFormatError.TooLarge => $"it exceeds the {Limit}-byte limit",
        _ => "it is incomplete",
    };
}
