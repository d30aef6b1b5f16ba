using System;
using System.Globalization;
using WaiaaS.Tokens;

namespace WaiaaS;

/// <summary>
/// The texts of the core: what failed and what state things are in; and what to do, unless that is a cmdlet or a
/// parameter: see <see cref="Remedy"/>. No text has a place for a token, so none can hold one.
/// </summary>
internal static class Messages
{
    private const string OldTokenIntact = "A token that was there before is intact.";
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
    public const string WalletIdCharacter = "it has a character that is none of the letters A to Z, digits, '.', '_' and '-'";
    public const string WalletIdLeadingDot = "it starts with a dot";
    public const string WalletIdTrailingDot = "it ends with a dot, which Windows would leave out";
    public const string WalletIdDeviceName = "Windows keeps that name for a device";
    public const string WalletIdTemporary = "a name that ends in '.tmp' is a temporary file's";
    public const string WalletIdNotText = "it is neither text, a number nor a GUID";

    public const string HomeDirectoryNotFound =
        "No data directory was given, and this user has no home directory that is known.";

    public static string WalletIdTooLong(int most) => FormattableString.Invariant($"it has more than {most} characters");

    /// <param name="id">The id; null where it may not be shown.</param>
    /// <param name="reason">Why it is none.</param>
    public static string WalletIdInvalid(string? id, string reason) =>
        $"The wallet id{(id is null ? string.Empty : $" '{id}'")} cannot be used as a file name: {reason}. Nothing was touched.";

    public static string PathNamesNoFile(string path) =>
        $"'{path}' names no file. Pass the path of the token file itself.";

    public static string PathIsDeviceOrStream(string path) =>
        $"'{path}' is for Windows a device or an alternate data stream, not a file. Pass the path of an ordinary file.";

    public static string PathIsRewritten(string path) =>
        $"'{path}' has a name that ends in a space or a dot, which Windows leaves out. Nothing was touched. Pass a path without it.";

    public static string FileNameTooLong(string path) =>
        $"The file name of '{path}' is too long: a token is written beside it first, under a name that is longer. {NothingWritten} Pass a path with a shorter name.";

    // Reading

    public static string TokenNotFound(string path) => $"There is no token at '{path}'.";

    public static string TokenPathIsSymbolicLink(string path) =>
        $"'{path}' is a symbolic link, or another kind of reparse point. A token is neither read nor written through one, because whoever can change the link could read or change the token. Nothing was touched.";

    public static string TokenNotRegularFile(string path, string type) =>
        $"'{path}' is {type}, not a regular file. Nothing was touched. Look at what it is for; remove or rename it if it is not needed, or pass another path.";

    public static string TokenOwnerMismatch(string path, string owner) =>
        $"'{path}' belongs to '{owner}', who is neither you nor the system nor the only one who can write to its directory, so somebody else may have put it there. {NothingRead}";

    public static string TokenMalformed(string path, TokenFormatError error) =>
        $"'{path}' does not hold a token: {Describe(error)}. The file was left as it is.";

    public static string FileTooLarge(string path) =>
        $"'{path}' is larger than {Limit} bytes, which no token is. {NothingRead}";

    public static string ReadAccessDenied(string path, string reason) =>
        $"'{path}' cannot be read: {reason}. {NothingRead}";

    public static string ReadBusy(string path, string code) =>
        $"'{path}' is held by another process, such as a writer, an indexer or a virus scanner ({code}). {NothingRead} Try again; if it stays so, end the process that holds it.";

    public static string ReadFailed(string path, string reason) =>
        $"'{path}' could not be read: {reason}. Check the path and the disk, then try again.";

    public static string Reread(string path, int reread, int most, int milliseconds) =>
        $"What was read from '{path}' is not a whole token; somebody may be writing it. Reading again in {milliseconds} ms ({reread} of {most}).";

    public static string FileOpenToOthers(string path, string access, string? mode, string command) =>
        $"'{path}' is open to others ({access}{(mode is null ? string.Empty : ", mode " + mode)}).\nIf one of them may have read it, revoke the session. To close the file, run:\n{command}";

    public static string VolumeOpenToOthers(string path, string access, string? mode, string command) =>
        $"'{path}' is open to others ({access}, mode {mode}), and whoever read it can spend from the wallet. If others may have read it, revoke the session. A volume without permissions of its own refuses the command below: then mount it closed to others, or move the data directory. To close the file, run: {command}";

    public static string WaitForLease(string path, int seconds) =>
        FormattableString.Invariant($"Another process or a file server's client has a lease on '{path}'. Waiting up to {seconds} seconds for it to be given up.");

    public static string CallMissing(string reason) => $"the system's library lacks a function ({reason})";

    public static string WayOpenToOthers(string directory, string owner, string command) =>
        $"Others can write to '{directory}' (owner '{owner}'), which the token's path leads through, so they can replace the token. To close it, run: {command}";

    public static string WayOfStranger(string directory, string owner) =>
        $"'{directory}', which the token's path leads through, belongs to '{owner}', who can replace the token. Use a directory that only you and the system can change.";

    public static string WayNotChecked(string directory, string reason) =>
        $"Who can change the directories on the way to '{directory}' could not be checked: {reason}.";

    public static string DirectoryOpenToOthers(string directory, string command) =>
        $"Others can write to the directory '{directory}'.\nThey can replace the token. To close the directory, run:\n{command}";

    // Writing

    public static string TokenInputInvalid(string path, TokenFormatError error) =>
        $"What was to be written to '{path}' is not a token: {Describe(error)}. {NothingWritten} {OldTokenIntact} Pass the token as WAIaaS issued it.";

    public static string InputTooLarge(string path) =>
        $"What was to be written to '{path}' is larger than {Limit} bytes, which no token is. {NothingWritten} {OldTokenIntact} Pass the token as WAIaaS issued it.";

    public static string PayloadIsNotJson(string path) =>
        $"The payload of the token for '{path}' is not a JSON object, so WAIaaS will probably refuse it. It is written all the same.";

    public static string ExpiryIsNoTime(string path) =>
        $"The token for '{path}' has an 'exp' that is not a time, so nobody can say when it expires. It is written all the same.";

    public const string PayloadNotJson = "Its payload is not a JSON object, so WAIaaS will probably refuse it.";

    public const string ExpiryUnreadable = "Its 'exp' is not a time, so nobody can say when it expires.";

    public static string TokenExpired(string path, DateTimeOffset expiry) =>
        $"The token for '{path}' expired at {expiry.ToLocalTime():u}, so WAIaaS will refuse it. It is written all the same.";

    public static string DirectoryAccessDenied(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created: {reason}. {NothingWritten} {OldTokenIntact}";

    public static string DirectoryIsAFile(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created, because a part of that path is not a directory: {reason}. {NothingWritten}";

    public static string DirectoryFailed(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created: {reason}. {NothingWritten}";

    public static string WriteAccessDenied(string path, string reason) =>
        $"'{path}' cannot be written: {reason}. {OldTokenIntact}";

    public static string WriteBusy(string path, string code) =>
        $"'{path}' could not be replaced, because another process holds it, such as a reader, an indexer or a virus scanner ({code}). {OldTokenIntact}";

    public static string TokenFileIsMountPoint(string path) =>
        $"'{path}' is a mount point, so it cannot be replaced in one step. {OldTokenIntact} A container that mounts the single file must mount its directory instead.";

    public static string WriteFailed(string path, string reason) =>
        $"'{path}' could not be written: {reason}. {OldTokenIntact} Mend the cause, then try again.";

    public const string TemporaryFileClaimed = "another process removes every temporary file as soon as it is there";

    public static string WriteLost(string path, string reason) =>
        $"'{path}' could not be written: {reason}. The temporary file is gone, and '{path}' does not hold the new token; another writer may have been faster. Look which token is in place, then try again.";

    public static string TemporaryFileStays(string path) =>
        $"The temporary file '{path}' could not be removed; it holds the new token. Remove it.";

    public static string TokenDurabilityUnknown(string path, string reason) =>
        $"The new token is in place at '{path}', but its directory could not be flushed to the disk: {reason}. A power cut may still bring the old token back. Check the disk, then write the token again.";

    public static string DirectoryCannotBeFlushed(string directory) =>
        $"The file system of '{directory}' cannot flush a directory; how soon the change is on the disk is up to it.";

    public static string VolumeWithoutPermissions(string path) =>
        $"The volume of '{path}' has no access control, so everybody on this computer can read the token. Move the data directory to a volume that has it.";

    public static string PermissionsRefused(string path, string? mode) =>
        $"The file system of '{path}' does not let permissions be set. The token has those that the volume gives it (mode {mode}), and whoever they let in can read it. Mount the volume closed to others, or move the data directory to one that has permissions.";

    public static string ForeignDirectory(string directory, string owner) =>
        $"'{directory}' belongs to '{owner}', and it is not in that user's home directory. {NothingWritten} {OldTokenIntact} Write the token as that user (sudo -u '{owner}' or runuser -u '{owner}'), or use a directory of your own.";

    public static string GivenToUnknown(string path, string owner) =>
        $"'{path}' was given to '{owner}', who owns its directory and is no user of this system. Check that this is meant, as it is for a container's volume.";

    public static string OwnerDenied(string path, string owner) =>
        $"'{path}' could not be given to '{owner}', who owns its directory. It belongs to you, so '{owner}' cannot read it. Write the token as that user.";

    public static string Retry(string path, string code, int retry, int most, int milliseconds) =>
        $"'{path}' is held by another process ({code}). Trying again in {milliseconds} ms ({retry} of {most}).";

    public static string LeftoverRemoved(string name) =>
        $"Removed '{name}', which a writer that was killed had left behind.";

    public static string LeftoverNotRemoved(string name, string reason) =>
        $"'{name}', which a writer that was killed had left behind, could not be removed: {reason}.";

    public static string LeftoversNotListed(string reason) =>
        $"Files that killed writers may have left behind could not be listed: {reason}.";

    // Listing and removing

    public static string DirectoryNotListed(string directory, string reason) =>
        $"The tokens in '{directory}' cannot be listed: {reason}.";

    public static string TokenToRemoveNotFound(string path) =>
        $"There is no token at '{path}', so there is nothing to remove.";

    public static string RemovalDirectoryFailed(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened: {reason}. Nothing was removed. Check the path, and that you may read, write and enter it.";

    public static string RemovalAccessDenied(string path, string reason) =>
        $"'{path}' cannot be removed: {reason}. The token is still there. Run as the user who owns the directory, and check that neither it nor the file is read-only.";

    public static string RemovalBusy(string path, string code) =>
        $"'{path}' could not be removed, because another process holds it, such as a reader, an indexer or a virus scanner ({code}). The token is still there. Try again, or end the process that holds it.";

    public static string RemovalOfMountPoint(string path) =>
        $"'{path}' is a mount point, so it cannot be removed. The token is still there. Unmount it first; a container must mount its directory instead.";

    public static string RemovalFailed(string path, string reason) =>
        $"'{path}' could not be removed: {reason}. The token is still there. Mend the cause, then try again.";

    public static string RemovalDurabilityUnknown(string path, string reason) =>
        $"The token at '{path}' is removed, but its directory could not be flushed to the disk: {reason}. A power cut may still bring the token back. Check the disk, then look whether it is gone.";

    private static readonly string Limit = TokenFormat.MaximumLength.ToString("N0", CultureInfo.InvariantCulture);

    private static string Describe(TokenFormatError error) => error switch
    {
        TokenFormatError.ChangedWhileReading => "others were writing it at every attempt to read it",
        TokenFormatError.Empty => "it is empty",
        TokenFormatError.NoPrefix => $"it does not start with '{TokenFormat.Prefix}'",
        TokenFormatError.NotThreeParts => $"after '{TokenFormat.Prefix}' it does not have the three parts of a JWT, with a dot between them",
        TokenFormatError.EmptyPart => "one of its three parts is empty",
        TokenFormatError.SignatureLength => "its signature does not have the length that its header asks for, so it may have been cut",
        TokenFormatError.InnerWhiteSpace => "white space or a line break stands inside",
        TokenFormatError.InvalidCharacter => "it has a character that base64url does not have",
        TokenFormatError.Utf16 => "it is UTF-16 text, and WAIaaS reads UTF-8",
        TokenFormatError.Json => "it looks like JSON; a token stands alone",
        TokenFormatError.NoTokenMember => "it is neither text nor an object with a 'token' that is text",
        TokenFormatError.Disposed => "it is a SecureString that was disposed of",
        TokenFormatError.TooLarge => $"it is larger than {Limit} bytes",
        _ => "it is incomplete",
    };
}
