using System;
using System.Globalization;
using System.Linq;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

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
    public const string CreateToken = "Create session and write its token";
    public const string RenewToken = "Renew token";
    public const string RenewTokens = "Renewing tokens";
    public const string ListTokens = "Looking at the tokens";

    public static string ListStatus(int count) => $"{count.ToString("N0", CultureInfo.CurrentCulture)} so far";

    // Paths

    public const string PathEmpty =
        "The path is empty, so nothing was touched. Look whether the variable that should hold it is set, and pass a path of the file system.";

    public const string PathIsNotUnicode =
        "The path is not valid Unicode text, so it would become another name in the file system. Nothing was touched. Pass a path that is.";

    public const string PathLooksLikeToken =
        "The path looks like a token, so it is not shown and nothing was done with it. A token belongs to -Token of Set-WaiaasToken.";

    public const string PathIsNotText =
        "The path is not text, so nothing was touched. Pass a path of the file system.";

    public static string PathNotRooted(string path) =>
        $"'{path}' is not an absolute path of this system, also once PowerShell has resolved it. Nothing was touched. Pass one of the file system.";

    public static string VariableIsAmbiguous(string value, string directory) =>
        $"{DataDirectory.Variable} is '{value}', which means '{directory}' here. WAIaaS' own programs look elsewhere: they do not expand ~, and start at their own directory. Set it to '{directory}'.";

    public static string PathNotFileSystem(string path, string provider) =>
        $"'{path}' belongs to the PowerShell provider '{provider}', not to the file system. Pass a path of the file system.";

    public static string PathNotResolved(string path, string reason) =>
        $"'{path}' is not a path of the file system: {reason} Pass one that is.";

    // Reading

    private const int MostWallets = 5;

    public static string FallsBack(string walletPath, string defaultPath) =>
        $"There is no token at '{walletPath}'. The default token at '{defaultPath}' is read instead.";

    public static string NeitherTokenFound(string walletPath, string defaultPath) =>
        $"There is no token at '{walletPath}', and no default token at '{defaultPath}'. Write one with Set-WaiaasToken, or {NameDirectory}";

    /// <param name="nearby">What is there.</param>
    /// <param name="defaultParameter">The parameter for the default token; null where there is none.</param>
    public static string Nearby(NearbyTokens nearby, string? defaultParameter)
    {
        string text = string.Empty;
        if (nearby.Wallets.Count > 0)
        {
            int shown = Math.Min(nearby.Wallets.Count, MostWallets);
            string more = nearby.Wallets.Count > shown ? FormattableString.Invariant($" and {nearby.Wallets.Count - shown} more") : string.Empty;
            text = $"Wallets that have one: '{string.Join("', '", nearby.Wallets.Take(shown))}'{more}. Name one with -WalletId.";
        }

        if (!nearby.IsDefaultMissing && nearby.HasDefault && defaultParameter is not null)
            text += $"{(text.Length > 0 ? " " : string.Empty)}The default token is there: for that one, pass -{defaultParameter}.";
        return text;
    }

    public static string LinkTarget(string target) => $"It leads to '{target}'.";

    public static string LinkOfKubernetes(string target, string dataDirectory) =>
        $"It leads to '{target}', as in a secret volume of Kubernetes. Pass -DataDir '{dataDirectory}'.";

    // Parameters and the pipeline

    public const string TokenPrompt = "The session token, wai_sess_ and a JWT, as WAIaaS issued it";

    public const string TenMinutes = "ten minutes";
    public const string OneHour = "one hour";
    public const string OneDay = "one day";
    public const string SevenDays = "seven days";

    public const string DefaultBesideWalletId =
        "-WalletId and -Default mean different tokens, so nothing was touched. Pass one of them.";

    public const string RetryCountIsNoNumber =
        "-MaximumRetryCount is not a whole number, so nothing was touched. Pass 0 or more.";

    private const string TokenBelongsToSet = "A token belongs to -Token of Set-WaiaasToken, and to no other cmdlet.";

    private const string PipeNames =
        "Pipe a wallet id, a path, a file, an object with a WalletId, or what Get-WaiaasTokenInfo gives.";

    public static string RetryCountNegative(int number) => FormattableString.Invariant($"{number} is less than 0.");

    public static string SurplusArgument(string command) =>
        $"There are more arguments than {command} takes, so nothing was done. They are not shown, since one may be a token. Get-Help {command} shows the parameters.";

    public static string ParameterNotFound(string name, string command) =>
        $"{command} has no parameter '-{name}', so nothing was done. Get-Help {command} shows the parameters.";

    public static string InputNotUsable(PipelineInput input) => input.Kind switch
    {
        PipelineInputKind.Token => $"The pipeline gave a token, or an object that has one, so nothing was touched. {TokenBelongsToSet}",
        PipelineInputKind.Collection => $"The pipeline gave a list ({input.Text}) as one object, so nothing was touched. Pipe its items one by one.",
        _ => $"The pipeline gave an object ({input.Text}) that names no token, so nothing was touched. {PipeNames}",
    };

    public static string InputBesideName(PipelineInput input) =>
        $"The pipeline gave something ({TypeOf(input)}) beside a parameter that names the token already, so nothing was touched. "
        + (input.Kind == PipelineInputKind.Token ? TokenBelongsToSet : "Leave out one of them.");

    /// <param name="input">What came down the pipeline.</param>
    /// <param name="wallet">What -Token has, if that could be a wallet id; else null.</param>
    public static string InputBesideToken(PipelineInput input, string? wallet) => (input.Kind, wallet) switch
    {
        (PipelineInputKind.Token, { } id) => $"The pipeline gave a token, and '{id}' stands where -Token is. Nothing was touched. For the wallet of that name, write -WalletId {id}.",
        (PipelineInputKind.Token, _) => "The pipeline gave a token beside -Token, so nothing was touched. Leave out one of them.",
        _ => $"The pipeline gave something ({TypeOf(input)}) beside -Token that names no wallet, so nothing was touched. Pipe objects with a WalletId, or leave out one of them.",
    };

    /// <param name="destination">What came with the token.</param>
    /// <param name="isOverridden">Whether a parameter, or the pipeline's object, says otherwise.</param>
    /// <param name="path">Where the token goes.</param>
    public static string Destination(TokenDestination destination, bool isOverridden, string path)
    {
        string named = destination.Wallets switch
        {
            0 => "names no wallet",
            1 => $"names the wallet '{SafeText.Printable(destination.WalletId!)}'",
            _ => FormattableString.Invariant($"names {destination.Wallets} wallets, whose agents read the default token"),
        };
        return isOverridden
            ? $"The token goes to '{path}', as the command says. What it came with {named}."
            : $"The token goes to '{path}': what it came with {named}.";
    }

    private static string TypeOf(PipelineInput input) =>
        input.Kind is PipelineInputKind.WalletId or PipelineInputKind.Path ? "a name" : input.Text;

    // Testing and listing

    public const string LifetimeIsNoTimeSpan =
        "MinimumLifetime is a length of time written as hours, minutes and seconds, such as 01:00:00 for one hour or 2.00:00:00 for two days, or a TimeSpan, and not negative. A bare number would leave open what it counts.";

    public static string NoTokens(string dataDirectory) => $"There is no token in '{dataDirectory}'.";

    public static string NotUsable(string path, TokenState state, string? reason) =>
        reason is null ? $"The token at '{path}' is not usable: it is {state}." : $"The token at '{path}' is not usable ({state}): {reason}";

    public static string ExpiredAt(string path, DateTimeOffset expiry) => $"The token at '{path}' expired at {expiry:u}.";

    public static string ExpiresTooSoon(string path, DateTimeOffset expiry, TimeSpan lifetime) =>
        $"The token at '{path}' expires at {expiry:u}, which is less than {lifetime:c} from now.";

    // The vault

    public const string SecretManagementMissing =
        "Microsoft.PowerShell.SecretManagement is not loaded, so there is nothing to describe a secret with. Get-WaiaasTokenInfo lists the tokens without it.";

    public static string VaultParameterUnknown(string vault, string parameter) =>
        $"The vault '{vault}' has the parameter '{parameter}', which is none of WaiaaS. The only one is DataDir. Register the vault again with -AllowClobber.";

    public static string VaultVariableNotAbsolute(string vault, string value) =>
        $"The vault '{vault}' has no DataDir, and the environment variable {DataDirectory.Variable} is '{value}', which would be another directory in every session. Set it to an absolute path, or register the vault with one.";

    public static string VaultDataDirNotAbsolute(string vault, string directory) =>
        $"The vault '{vault}' has the DataDir '{directory}', which may be another directory in every session. Register it again with -AllowClobber and an absolute path of the file system, one that begins with ~, or without DataDir for the default directory.";

    public static string DirectoryIsFile(string vault, string directory) =>
        $"The vault '{vault}' has no data directory: '{directory}' is a file. Remove it, or register the vault again with -AllowClobber and another DataDir.";

    public static string SecretNotText(string name, string vault, string type) =>
        $"The secret '{Shown(name)}' was not written to the vault '{vault}': a token is a String or a SecureString, not a {type}.";

    public static string MetadataRefused(string name, string vault, string keys) =>
        $"The secret '{Shown(name)}' was not written to the vault '{vault}': a token file has no place for metadata ({keys}). Write it without -Metadata.";

    public static string MetadataFromToken(string name) => $"The metadata of '{Shown(name)}' is not written: it comes from the token itself.";

    public static string NoSuchSecret(string vault, string name, string reason) => $"The vault '{vault}' has no secret '{Shown(name)}': {reason}";

    // SecretManagement passes on whatever was typed for a name.
    private static string Shown(string name) => TokenRecognizer.IsIn(name) ? "***" : name;

    public static string SecretNameTaken(string vault, string walletId) =>
        $"The token of the wallet '{walletId}' is not listed: the vault '{vault}' has another secret of that name, and SecretManagement does not tell upper from lower case. Get-WaiaasTokenInfo shows it, and Get-WaiaasToken reads it.";

    // Where a data directory came from

    public const string FromParameter = "parameter";
    public const string FromHome = "home directory";
    public const string FromPath = "path";

    public static string NotAccepted(string path, string reason) =>
        $"The daemon does not accept the token at '{path}': {reason}.";

    public static string NumberOutOfRange(string parameter, int least, int most) =>
        $"-{parameter} is a whole number from {least} to {most}. Nothing was sent. Pass one.";

    // Creating

    public const string LifetimeOutOfRange =
        "The daemon gives tokens a lifetime of 5 minutes to 365 days. Nothing was sent. Pass -Lifetime such as 7.00:00:00 for seven days, or -NoExpiration.";

    public const string LifetimeBesideNoExpiration =
        "A token has a lifetime or never expires, so -Lifetime and -NoExpiration exclude each other. Nothing was sent. Pass one of them.";

    // Remedies

    /// <summary>A text of the core, followed by what the user can do.</summary>
    /// <param name="message">What the core says.</param>
    /// <param name="remedy">What it leaves to the cmdlets to say.</param>
    public static string Complete(string message, Remedy remedy) =>
        InWords(remedy) is { } words ? message + " " + words : message;

    private const string NameDirectory =
        "name the directory that has it with -DataDir or the environment variable " + DataDirectory.Variable + ".";

    private static string? InWords(Remedy remedy) => remedy switch
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
        Remedy.RewriteTokenAsUtf8 => $"{Rewrite}; Windows PowerShell's '>' and Out-File write UTF-16.",
        Remedy.RewriteTokenFromResponse => $"{Rewrite}; of an API response: ConvertFrom-Json, then pipe the object to Set-WaiaasToken.",
        Remedy.RewriteTokenOrPassOtherPath => $"{Rewrite}, or pass another path.",
        Remedy.PassTokenOfResponse => "For an API response: ConvertFrom-Json, then pipe the object to Set-WaiaasToken.",
        Remedy.UseAccessibleDirectory => "Run as a user who may read, write and enter it, or name another with -DataDir.",
        Remedy.UseWritableDirectory =>
            "Run as the user who owns the directory, check that neither it nor the file is read-only, or name another with -DataDir.",
        Remedy.RenameFileInTheWay => "Rename what is in the way, or name another directory with -DataDir.",
        Remedy.CheckDirectory =>
            "Check the path, that it is no link that leads nowhere, and the disk, or name another directory with -DataDir.",
        Remedy.ListAsOwner => "Run as the user who owns the directory, or name another with -DataDir.",
        Remedy.NameDaemon => "Check -Uri or the environment variable WAIAAS_BASE_URL.",
        Remedy.CheckDaemon => "Check that the daemon runs, and -Uri or the environment variable WAIAAS_BASE_URL.",
        Remedy.NameMasterPassword =>
            "Pass -MasterPasswordPath with a file that holds it, or -MasterPassword with a SecureString, or set WAIAAS_MASTER_PASSWORD_FILE.",
        Remedy.CheckMasterPassword => "Check -MasterPassword, -MasterPasswordPath or WAIAAS_MASTER_PASSWORD_FILE, whichever was used.",
        Remedy.CheckHostName => "Call it by 127.0.0.1 or localhost with -Uri; if that is so already, end the kill switch at the daemon.",
        Remedy.NameWallet => "Pass -WalletId with an id or a name of a wallet that is active.",
        Remedy.FreeSession => "Revoke sessions that no one needs at the daemon, or let those with a short -Lifetime expire.",
        Remedy.CreateSession => "Create a new session with New-WaiaasToken.",
        Remedy.CheckClock => "Try again then; if that has passed, set the clock.",
        Remedy.CheckParameters => "Check the parameters, and that the daemon's version is one that this module knows.",
        Remedy.RetryLonger => "Try again, with a larger -MaximumRetryCount if need be, or end the process that holds it.",
        _ => null,
    };

    /// <summary>A text of the core, followed by what the user of a vault can do: its cmdlets have no parameter for a path.</summary>
    public static string CompleteForVault(string message, Remedy remedy) => InWordsOfVault(remedy) is { } words ? message + " " + words : message;

    private const string RewriteSecret = "Write the token again with Set-Secret.";
    private const string RegisterElsewhere = "register the vault again with -AllowClobber and another DataDir.";

    private static string? InWordsOfVault(Remedy remedy) => remedy switch
    {
        Remedy.NameDataDirectory => $"Register the vault again with -AllowClobber and a DataDir, or set the environment variable {DataDirectory.Variable}.",
        Remedy.PassWalletIdOrPath => "The name of a secret is mcp-token or a wallet id as WAIaaS shows it.",
        Remedy.PassTokenAsToken => "A token is the secret itself, never its name.",
        Remedy.PassLinkTarget => "Remove the link.",
        Remedy.WriteToken => "Write one with Set-Secret.",
        Remedy.WriteOwnToken => "Run as the user who owns the token, or write one of your own with Set-Secret.",
        Remedy.TakeOverToken => "Find out where it comes from; if it is right, take it over by removing it and writing the token again with Set-Secret.",
        Remedy.RewriteToken or Remedy.RewriteTokenAsUtf8 or Remedy.RewriteTokenFromResponse or Remedy.RewriteTokenOrPassOtherPath => RewriteSecret,
        Remedy.PassTokenOfResponse => "For an API response: ConvertFrom-Json, then pass its token as the secret.",
        Remedy.UseAccessibleDirectory => $"Run as a user who may read, write and enter it, or {RegisterElsewhere}",
        Remedy.UseWritableDirectory =>
            $"Run as the user who owns the directory, check that neither it nor the file is read-only, or {RegisterElsewhere}",
        Remedy.RenameFileInTheWay => $"Rename what is in the way, or {RegisterElsewhere}",
        Remedy.CheckDirectory => $"Check the path, that it is no link that leads nowhere, and the disk, or {RegisterElsewhere}",
        Remedy.ListAsOwner => $"Run as the user who owns the directory, or {RegisterElsewhere}",
        Remedy.RetryLonger => "Try again, or end the process that holds it.",
        _ => null,
    };
}
