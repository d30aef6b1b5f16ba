using System;
using System.Globalization;
using WaiaaS.Paths;

namespace WaiaaS;

/// <summary>
/// The texts of the cmdlets: all that name a cmdlet or a parameter, and what the core leaves to them, see <see cref="Remedy"/>.
/// No text has a place for a token, so none can hold one.
/// </summary>
internal static class Messages
{
    private const string Rewrite = "Write the token again with Set-WaiaasToken";

    // Actions, for ShouldProcess and progress

    public const string SetToken = "Set token";
    public const string RemoveToken = "Remove token";
    public const string ListTokens = "Looking at the tokens";

    public static string ListStatus(int count) => $"{count.ToString("N0", CultureInfo.CurrentCulture)} so far";

    // Paths

    public const string PathEmpty =
        "The path is empty, so nothing was touched. Look whether the variable that should hold it is set, and pass a path of the file system.";

    public const string PathIsNotUnicode =
        "The path is not valid Unicode text, so it would become another name in the file system. Nothing was touched. Pass a path that is.";

    public const string PathLooksLikeToken =
        "The path looks like a token, so it is not shown and nothing was done with it. A token belongs to -Token of Set-WaiaasToken.";

    public static string PathNotFileSystem(string path, string provider) =>
        $"'{path}' belongs to the PowerShell provider '{provider}', not to the file system. Pass a path of the file system.";

    public static string PathNotResolved(string path, string reason) =>
        $"'{path}' is not a path of the file system: {reason} Pass one that is.";

    // Reading

    public static string FallsBack(string walletPath, string defaultPath) =>
        $"There is no token at '{walletPath}'. The default token at '{defaultPath}' is read instead.";

    public static string NeitherTokenFound(string walletPath, string defaultPath) =>
        $"There is no token at '{walletPath}', and none at '{defaultPath}', which stands in for it. Write one with Set-WaiaasToken -WalletId, or {NameDirectory}";

    // Testing and listing

    public const string LifetimeIsNoTimeSpan =
        "MinimumLifetime is a length of time written as hours, minutes and seconds, such as 01:00:00 for one hour or 2.00:00:00 for two days, or a TimeSpan, and not negative. A bare number would leave open what it counts.";

    public static string NoTokens(string dataDirectory) => $"There is no token in '{dataDirectory}'.";

    public static string NotUsable(string path, TokenState state, string? reason) =>
        reason is null ? $"The token at '{path}' is not usable: it is {state}." : $"The token at '{path}' is not usable ({state}): {reason}";

    public static string ExpiredAt(string path, DateTimeOffset expiry) => $"The token at '{path}' expired at {expiry:u}.";

    public static string ExpiresTooSoon(string path, DateTimeOffset expiry, TimeSpan lifetime) =>
        $"The token at '{path}' expires at {expiry:u}, which is less than {lifetime:c} from now.";

    // Remedies

    /// <summary>A text of the core, followed by what the user can do.</summary>
    /// <param name="message">What the core says.</param>
    /// <param name="remedy">What it leaves to the cmdlets to say.</param>
    /// <param name="path">The token file's path, where there is one.</param>
    public static string Complete(string message, Remedy remedy, string? path) =>
        InWords(remedy, path) is { } words ? message + " " + words : message;

    private const string NameDirectory =
        "name the directory that has it with -DataDir or the environment variable " + DataDirectory.Variable + ".";

    private static string? InWords(Remedy remedy, string? path) => remedy switch
    {
        Remedy.NameDataDirectory => $"Pass -DataDir, or set the environment variable {DataDirectory.Variable}.",
        Remedy.PassWalletIdOrPath => "Pass the id as WAIaaS shows it, or -LiteralPath for a file of another name.",
        Remedy.PassTokenAsToken => "A token belongs to -Token of Set-WaiaasToken, and to no other parameter.",
        Remedy.PassLinkTarget => "Remove the link, or pass the path of the file itself with -LiteralPath.",
        Remedy.WriteToken => $"Write one with Set-WaiaasToken, or {NameDirectory}",
        Remedy.WriteOwnToken => "Run as the user who owns the token, or write one of your own with Set-WaiaasToken.",
        Remedy.TakeOverToken =>
            "Find out where it comes from; if it is right, take it over by removing it and writing the token again with Set-WaiaasToken.",
        Remedy.RewriteToken => $"{Rewrite}.",
        Remedy.RewriteTokenIfRefused => "If it is refused, write it again with Set-WaiaasToken.",
        Remedy.RewriteTokenAsUtf8 => $"{Rewrite}; Windows PowerShell's '>' and Out-File write UTF-16.",
        Remedy.RewriteTokenFromResponse => $"{Rewrite}; of an API response: ConvertFrom-Json, then pipe the object to Set-WaiaasToken.",
        Remedy.RewriteTokenOrPassOtherPath => $"{Rewrite}, or pass another path.",
        Remedy.OrRewriteToken => $"(or: Get-WaiaasToken -LiteralPath {Quoted(path)} | Set-WaiaasToken -LiteralPath {Quoted(path)})",
        Remedy.PassTokenOfResponse => "For an API response: ConvertFrom-Json, then pipe the object to Set-WaiaasToken.",
        Remedy.UseAccessibleDirectory => "Run as a user who may read, write and enter it, or name another with -DataDir.",
        Remedy.UseWritableDirectory =>
            "Run as the user who owns the directory, check that neither it nor the file is read-only, or name another with -DataDir.",
        Remedy.RenameFileInTheWay => "Rename what is in the way, or name another directory with -DataDir.",
        Remedy.CheckDirectory =>
            "Check the path, that it is no link that leads nowhere, and the disk, or name another directory with -DataDir.",
        Remedy.ListAsOwner => "Run as the user who owns the directory, or name another with -DataDir.",
        Remedy.RetryLonger => "Try again, with a larger -MaximumRetryCount if need be, or end the process that holds it.",
        _ => null,
    };

    // For PowerShell.
    private static string Quoted(string? path) => "'" + path?.Replace("'", "''") + "'";
}
