using System;
using System.Globalization;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS;

/// <summary>
/// Every text that a user sees. An error says what failed, what state things are in, and what to do. No text has a
/// place for a token, so none can hold one.
/// </summary>
internal static class Messages
{
    private const string OldTokenIntact = "A token that was there before is intact.";
    private const string NothingWritten = "Nothing was written.";
    private const string NothingRead = "Nothing was read.";

    // Wallet ids and paths

    public const string WalletIdEmpty = "it is empty";
    public const string WalletIdLooksLikeToken = "it looks like a token; a token belongs to -Token of Set-WaiaasToken, and to no other parameter";
    public const string WalletIdCharacter = "it has a character that is none of the letters A to Z, digits, '.', '_' and '-'";
    public const string WalletIdLeadingDot = "it starts with a dot";
    public const string WalletIdTrailingDot = "it ends with a dot, which Windows would leave out";
    public const string WalletIdDeviceName = "Windows keeps that name for a device";

    public const string HomeDirectoryNotFound =
        "No data directory was given, and this user has no home directory that is known. Pass -DataDir, or set the environment variable "
        + DataDirectory.Variable + ".";

    public const string PathEmpty =
        "The path is empty, so nothing was touched. Look whether the variable that should hold it is set, and pass a path of the file system.";

    public const string PathIsNotUnicode =
        "The path is not valid Unicode text, so it would become another name in the file system. Nothing was touched. Pass a path that is.";

    public const string PathLooksLikeToken =
        "The path looks like a token, so it is not shown and nothing was done with it. A token belongs to -Token of Set-WaiaasToken.";

    public static readonly string WalletIdTooLong =
        "it has more than " + WalletId.MaximumLength.ToString(CultureInfo.InvariantCulture) + " characters";

    public static string WalletIdInvalid(string reason) =>
        $"The wallet id cannot be used as a file name: {reason}. Nothing was touched. Pass the id as WAIaaS shows it, or -LiteralPath for a file of another name.";

    public static string PathNotFileSystem(string path, string provider) =>
        $"'{path}' belongs to the PowerShell provider '{provider}', not to the file system. Pass a path of the file system.";

    public static string PathNotResolved(string path, string reason) =>
        $"'{path}' is not a path of the file system: {reason} Pass one that is.";

    public static string PathNamesNoFile(string path) =>
        $"'{path}' names no file. Pass the path of the token file itself.";

    public static string PathIsDeviceOrStream(string path) =>
        $"'{path}' is for Windows a device or an alternate data stream, not a file. Pass the path of an ordinary file.";

    // Reading

    public static string TokenNotFound(string path) =>
        $"There is no token at '{path}'. Write one with Set-WaiaasToken, or name the directory that has it with -DataDir or the environment variable {DataDirectory.Variable}.";

    public static string NeitherTokenFound(string walletPath, string defaultPath) =>
        $"There is no token at '{walletPath}', and none at '{defaultPath}', which stands in for it. Write one with Set-WaiaasToken -WalletId, or name the directory that has it with -DataDir or the environment variable {DataDirectory.Variable}.";

    public static string FallsBack(string walletPath, string defaultPath) =>
        $"There is no token at '{walletPath}'. The default token at '{defaultPath}' is read instead.";

    public static string Refused(string path, EntryKind kind) => kind == EntryKind.SymbolicLink
        ? $"'{path}' is a symbolic link, or another kind of reparse point. A token is neither read nor written through one, because whoever can change the link could read or change the token. Nothing was touched. Remove the link, or pass the path of the file itself with -LiteralPath."
        : $"'{path}' is {NameOf(kind)}, not a regular file. Nothing was touched. Look at what it is for; remove or rename it if it is not needed, or pass another path.";

    public static string TokenOwnerMismatch(string path, string owner) =>
        $"'{path}' belongs to '{owner}', who is neither you nor the system nor the only one who can write to its directory, so somebody else may have put it there. {NothingRead} Find out where it comes from; if it is right, take it over by removing it and writing the token again with Set-WaiaasToken.";

    public static string TokenMalformed(string path, TokenFlaw flaw) =>
        $"'{path}' does not hold a token: {Describe(flaw)}. The file was left as it is. Write the token again with Set-WaiaasToken.";

    public static string FileTooLarge(string path) =>
        $"'{path}' is larger than {Limit} bytes, which no token is. {NothingRead} Write the token again with Set-WaiaasToken, or pass another path.";

    public static string ReadAccessDenied(string path, string reason) =>
        $"'{path}' cannot be read: {reason}. {NothingRead} Run as the user who owns the token, or write one of your own with Set-WaiaasToken.";

    public static string ReadBusy(string path, string code) =>
        $"'{path}' is held by another process, such as a writer, an indexer or a virus scanner ({code}). {NothingRead} Try again; if it stays so, end the process that holds it.";

    public static string ReadFailed(string path, string reason) =>
        $"'{path}' could not be read: {reason}. Check the path and the disk, then try again.";

    public static string Reread(string path, int reread, int most, int milliseconds) =>
        $"What was read from '{path}' is not a whole token; somebody may be writing it. Reading again in {milliseconds} ms ({reread} of {most}).";

    public static string TokenLooksCut(string path) =>
        $"The token in '{path}' does not have the whole signature that its header promises; it may have been cut. If it is refused, write it again with Set-WaiaasToken.";

    public static string FileOpenToOthers(string path, string access, string? mode, string command) =>
        $"'{path}' is open to others ({access}{(mode is null ? string.Empty : ", mode " + mode)}), and whoever read it can spend from the wallet. To close it, run: {command}  (or: Get-WaiaasToken -LiteralPath {Quoted(path)} | Set-WaiaasToken -LiteralPath {Quoted(path)}). If others may have read it, revoke the session.";

    public static string DirectoryOpenToOthers(string directory, string command) =>
        $"Others can write to the directory '{directory}', so they can replace the token. To close it, run: {command}";

    // Writing

    public static readonly string InputLooksCut =
        "The token does not have the whole signature that its header promises; it may have been cut while it was copied. It is written all the same.";

    public static string TokenInputInvalid(string path, TokenFlaw flaw) =>
        $"What was to be written to '{path}' is not a token: {Describe(flaw)}. {NothingWritten} {OldTokenIntact} Pass the token as WAIaaS issued it.";

    public static string InputTooLarge(string path) =>
        $"What was to be written to '{path}' is larger than {Limit} bytes, which no token is. {NothingWritten} {OldTokenIntact} Pass the token as WAIaaS issued it.";

    public static string PayloadIsNotJson(string path) =>
        $"The payload of the token for '{path}' is not a JSON object, so WAIaaS will probably refuse it. It is written all the same.";

    public static string ExpiryIsNoTime(string path) =>
        $"The token for '{path}' has an 'exp' that is not a time, so nobody can say when it expires. It is written all the same.";

    public const string ReasonNotJson = "Its payload is not a JSON object, so WAIaaS will probably refuse it. Write the token again with Set-WaiaasToken.";

    public const string ReasonExpiryIsNoTime = "Its 'exp' is not a time, so nobody can say when it expires. Write the token again with Set-WaiaasToken.";

    public static string TokenExpired(string path, DateTimeOffset expiry) =>
        $"The token for '{path}' expired at {expiry.ToLocalTime():u}, so WAIaaS will refuse it. It is written all the same.";

    public static string DirectoryAccessDenied(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created: {reason}. {NothingWritten} {OldTokenIntact} Run as a user who may read, write and enter it, or name another with -DataDir.";

    public static string DirectoryIsAFile(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created, because a part of that path is not a directory: {reason}. {NothingWritten} Rename what is in the way, or name another directory with -DataDir.";

    public static string DirectoryFailed(string directory, string reason) =>
        $"The directory '{directory}' cannot be opened or created: {reason}. {NothingWritten} Check the path, that it is no link that leads nowhere, and the disk, or name another directory with -DataDir.";

    public static string WriteAccessDenied(string path, string reason) =>
        $"'{path}' cannot be written: {reason}. {OldTokenIntact} Run as the user who owns the directory, check that neither it nor the file is read-only, or name another with -DataDir.";

    public static string WriteBusy(string path, string code) =>
        $"'{path}' could not be replaced, because another process holds it, such as a reader, an indexer or a virus scanner ({code}). {OldTokenIntact} Try again, with a larger -MaximumRetryCount if need be, or end the process that holds it.";

    public static string TokenFileIsMountPoint(string path) =>
        $"'{path}' is a mount point, so it cannot be replaced in one step. {OldTokenIntact} A container that mounts the single file must mount its directory instead.";

    public static string WriteFailed(string path, string reason) =>
        $"'{path}' could not be written: {reason}. {OldTokenIntact} Mend the cause, then try again.";

    public static string TemporaryFileStays(string path) =>
        $"The temporary file '{path}' could not be removed; it holds the new token. Remove it.";

    public static string TokenDurabilityUnknown(string path, string reason) =>
        $"The new token is in place at '{path}', but its directory could not be flushed to the disk: {reason}. A power cut may still bring the old token back. Check the disk, then write the token again.";

    public static string DirectoryCannotBeFlushed(string directory) =>
        $"The file system of '{directory}' cannot flush a directory; how soon the change is on the disk is up to it.";

    public static string VolumeWithoutAccess(string path) =>
        $"The volume of '{path}' has no access control, so everybody on this computer can read the token. Move the data directory to a volume that has it.";

    public static string Retry(string path, string code, int retry, int most, int milliseconds) =>
        $"'{path}' is held by another process ({code}). Trying again in {milliseconds} ms ({retry} of {most}).";

    public static string LeftoverRemoved(string name) =>
        $"Removed '{name}', which a writer that was killed had left behind.";

    public static string LeftoverNotRemoved(string name, string reason) =>
        $"'{name}', which a writer that was killed had left behind, could not be removed: {reason}.";

    public static string LeftoversNotListed(string reason) =>
        $"Files that killed writers may have left behind could not be listed: {reason}.";

    public const string WriteAction = "Set token";

    // Looking and removing

    public const string RemoveAction = "Remove token";
    public const string ListActivity = "Looking at the tokens";

    public const string LifetimeIsNoTimeSpan =
        "MinimumLifetime is a length of time written as hours, minutes and seconds, such as 01:00:00 for one hour or 2.00:00:00 for two days, or a TimeSpan, and not negative. A bare number would leave open what it counts.";

    public static string ListStatus(int count) => $"{count.ToString("N0", CultureInfo.CurrentCulture)} so far";

    public static string DirectoryNotListed(string directory, string reason) =>
        $"The tokens in '{directory}' cannot be listed: {reason} Run as the user who owns the directory, or name another with -DataDir.";

    public static string NoTokens(string dataDirectory) => $"There is no token in '{dataDirectory}'.";

    public static string NotUsable(string path, TokenState state, string? reason) =>
        reason is null ? $"The token at '{path}' is not usable: it is {state}." : $"The token at '{path}' is not usable ({state}): {reason}";

    public static string ExpiredAt(string path, DateTimeOffset expiry) => $"The token at '{path}' expired at {expiry:u}.";

    public static string ExpiresTooSoon(string path, DateTimeOffset expiry, TimeSpan lifetime) =>
        $"The token at '{path}' expires at {expiry:u}, which is less than {lifetime:c} from now.";

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

    // For PowerShell.
    private static string Quoted(string path) => "'" + path.Replace("'", "''") + "'";

    private static string NameOf(EntryKind kind) => kind switch
    {
        EntryKind.Directory => "a directory",
        EntryKind.Fifo => "a named pipe (FIFO)",
        EntryKind.Socket => "a socket",
        EntryKind.Device => "a device",
        _ => "something else",
    };

    private static string Describe(TokenFlaw flaw) => flaw switch
    {
        TokenFlaw.Unsettled => "others were writing it at every attempt to read it",
        TokenFlaw.Empty => "it is empty",
        TokenFlaw.NoPrefix => $"it does not start with '{TokenFormat.Prefix}'",
        TokenFlaw.NotThreeParts => $"after '{TokenFormat.Prefix}' it does not have the three parts of a JWT, with a dot between them",
        TokenFlaw.EmptyPart => "one of its three parts is empty",
        TokenFlaw.InnerWhiteSpace => "white space or a line break stands inside",
        TokenFlaw.ForeignCharacter => "it has a character that base64url does not have",
        TokenFlaw.Utf16 => "it is UTF-16 text, as Windows PowerShell's '>' and Out-File write it, and WAIaaS reads UTF-8",
        TokenFlaw.Json => "it looks like JSON; a token stands alone (for an API response: ConvertFrom-Json, then pipe the object to Set-WaiaasToken)",
        TokenFlaw.NoTokenMember => "it is neither text nor an object with a 'token' that is text",
        TokenFlaw.Disposed => "it is a SecureString that was disposed of",
        TokenFlaw.TooLarge => $"it is larger than {Limit} bytes",
        _ => "it is incomplete",
    };
}
