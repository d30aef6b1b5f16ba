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
    public const string ListTokens = "Reading the tokens";

    public static string ListStatus(int count) => $"{count.ToString("N0", CultureInfo.CurrentCulture)} so far";

    // Paths

    public const string PathEmpty =
        "The path is empty. Nothing was changed. Check the variable that it came from, and pass a path of the file system.";

    public const string PathIsNotUnicode =
        "The path is not valid Unicode, so the file would get another name. Nothing was changed. Pass a valid path.";

    public const string PathLooksLikeToken =
        "The path looks like a token, so it is not shown. Nothing was changed. Pass a token with -Token of Set-WaiaasToken.";

    public const string PathIsNotText =
        "The path is not text. Nothing was changed. Pass a path of the file system.";

    public static string PathNotRooted(string path) =>
        $"'{path}' is not an absolute path, even after PowerShell resolved it. Nothing was changed. Pass a path of the file system.";

    public static string VariableIsAmbiguous(string value, string directory) =>
        $"{DataDirectory.Variable} is '{value}', which means '{directory}' here. WAIaaS' own programs look elsewhere: they do not expand ~, and resolve a relative path against their working directory. Set it to '{directory}'.";

    public static string PathNotFileSystem(string path, string provider) =>
        $"'{path}' belongs to the PowerShell provider '{provider}', not to the file system. Pass a path of the file system.";

    public static string PathNotResolved(string path, string reason) =>
        $"'{path}' is not a path of the file system: {reason} Pass a path of the file system.";

    // Reading

    private const int MostWallets = 5;

    public static string FallsBack(string walletPath, string defaultPath) =>
        $"There is no token at '{walletPath}'. Reading the default token at '{defaultPath}' instead.";

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
            text = $"Wallets with a token: '{string.Join("', '", nearby.Wallets.Take(shown))}'{more}. Name one with -WalletId.";
        }

        if (!nearby.IsDefaultMissing && nearby.HasDefault && defaultParameter is not null)
            text += $"{(text.Length > 0 ? " " : string.Empty)}The default token exists: pass -{defaultParameter} for it.";
        return text;
    }

    public static string LinkTarget(string target) => $"It points to '{target}'.";

    public static string LinkOfKubernetes(string target, string dataDirectory) =>
        $"It points to '{target}', as in a Kubernetes secret volume. Pass -DataDir '{dataDirectory}'.";

    // Parameters and the pipeline

    public const string TokenPrompt = "The session token, wai_sess_ and a JWT, as WAIaaS issued it";

    public const string TenMinutes = "ten minutes";
    public const string OneHour = "one hour";
    public const string OneDay = "one day";
    public const string SevenDays = "seven days";

    public const string DefaultBesideWalletId =
        "-WalletId and -Default name different tokens. Nothing was changed. Pass one of them.";

    public const string RetryCountIsNoNumber =
        "-MaximumRetryCount is not a whole number. Nothing was changed. Pass 0 or more.";

    private const string TokenBelongsToSet = "Pipe a token to Set-WaiaasToken only.";

    private const string PipeNames =
        "Pipe a wallet id, a path, a file, an object with a WalletId, or the output of Get-WaiaasTokenInfo.";

    public static string RetryCountNegative(int number) => FormattableString.Invariant($"{number} is less than 0.");

    public static string SurplusArgument(string command) =>
        $"{command} has too many arguments. Nothing was done. They are not shown, because one may be a token. Get-Help {command} shows the parameters.";

    public static string ParameterNotFound(string name, string command) =>
        $"{command} has no parameter '-{name}'. Nothing was done. Get-Help {command} shows the parameters.";

    public static string InputNotUsable(PipelineInput input) => input.Kind switch
    {
        PipelineInputKind.Token => $"The piped object is a token, or contains one. Nothing was changed. {TokenBelongsToSet}",
        PipelineInputKind.Collection => $"The piped object is a list ({input.Text}). Nothing was changed. Pipe its items one by one.",
        _ => $"The piped object ({input.Text}) does not identify a token. Nothing was changed. {PipeNames}",
    };

    public static string InputBesideName(PipelineInput input) =>
        $"An object ({TypeOf(input)}) was piped, but a parameter already selects the token. Nothing was changed. "
        + (input.Kind == PipelineInputKind.Token ? TokenBelongsToSet : "Use only one of them.");

    /// <param name="input">What came down the pipeline.</param>
    /// <param name="wallet">What -Token has, if that could be a wallet id; else null.</param>
    public static string InputBesideToken(PipelineInput input, string? wallet) => (input.Kind, wallet) switch
    {
        (PipelineInputKind.Token, { } id) => $"A token was piped, and '{id}' was passed as -Token, the first parameter. Nothing was changed. To write the token of that wallet, use -WalletId {id}.",
        (PipelineInputKind.Token, _) => "A token was piped, and -Token has one too. Nothing was changed. Use only one of them.",
        _ => $"An object ({TypeOf(input)}) that names no wallet was piped, and -Token has the token. Nothing was changed. Pipe objects with a WalletId, or use only one of them.",
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
            ? $"The token goes to '{path}', as a parameter says. Its object {named}."
            : $"The token goes to '{path}', because its object {named}.";
    }

    private static string TypeOf(PipelineInput input) =>
        input.Kind is PipelineInputKind.WalletId or PipelineInputKind.Path ? "a name" : input.Text;

    // Testing and listing

    public const string LifetimeIsNoTimeSpan =
        "-MinimumLifetime must be a TimeSpan of zero or more, such as 01:00:00 for one hour or 2.00:00:00 for two days. A number without a unit is not accepted.";

    public static string NoTokens(string dataDirectory) => $"There is no token in '{dataDirectory}'.";

    public static string NotUsable(string path, TokenState state, string? reason) =>
        reason is null ? $"The token at '{path}' is not usable: it is {state}." : $"The token at '{path}' is not usable ({state}): {reason}";

    public static string ExpiredAt(string path, DateTimeOffset expiry) => $"The token at '{path}' expired at {expiry:u}.";

    public static string ExpiresTooSoon(string path, DateTimeOffset expiry, TimeSpan lifetime) =>
        $"The token at '{path}' expires at {expiry:u}, which is less than {lifetime:c} from now.";

    // The vault

    public const string SecretManagementMissing =
        "Microsoft.PowerShell.SecretManagement is not loaded, so it cannot describe a secret. Get-WaiaasTokenInfo lists the tokens without it.";

    public static string VaultParameterUnknown(string vault, string parameter) =>
        $"The vault '{vault}' has an unknown parameter '{parameter}'. The only one is DataDir. Register the vault again with -AllowClobber.";

    public static string VaultVariableNotAbsolute(string vault, string value) =>
        $"The vault '{vault}' has no DataDir, and the environment variable {DataDirectory.Variable} is '{value}', which can mean a different directory in each session. Set it to an absolute path, or register the vault with one.";

    public static string VaultDataDirNotAbsolute(string vault, string directory) =>
        $"The vault '{vault}' has the DataDir '{directory}', which can mean a different directory in each session. Register it again with -AllowClobber and an absolute path of the file system, one that begins with ~, or without DataDir for the default directory.";

    public static string DirectoryIsFile(string vault, string directory) =>
        $"The vault '{vault}' has no data directory, because '{directory}' is a file. Remove it, or register the vault again with -AllowClobber and another DataDir.";

    public static string SecretNotText(string name, string vault, string type) =>
        $"The secret '{Shown(name)}' was not written to the vault '{vault}': a token is a String or a SecureString, not a {type}.";

    public static string MetadataRefused(string name, string vault, string keys) =>
        $"The secret '{Shown(name)}' was not written to the vault '{vault}': a token file cannot store metadata ({keys}). Write it without -Metadata.";

    public static string MetadataFromToken(string name) => $"The metadata of '{Shown(name)}' is not written: it comes from the token itself.";

    public static string NoSuchSecret(string vault, string name, string reason) => $"The vault '{vault}' has no secret '{Shown(name)}': {reason}";

    // SecretManagement passes on whatever was typed for a name.
    private static string Shown(string name) => TokenRecognizer.IsIn(name) ? "***" : name;

    public static string SecretNameTaken(string vault, string walletId) =>
        $"The token of the wallet '{walletId}' is not listed: the vault '{vault}' has another secret of that name, and SecretManagement ignores case. Get-WaiaasTokenInfo shows it, and Get-WaiaasToken reads it.";

    // Where a data directory came from

    public const string FromParameter = "parameter";
    public const string FromHome = "home directory";
    public const string FromPath = "path";

    public static string NotAccepted(string path, string reason) =>
        $"The daemon does not accept the token at '{path}': {reason}.";

    public static string NumberOutOfRange(string parameter, int least, int most) =>
        $"-{parameter} must be a whole number from {least} to {most}. Nothing was sent.";

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
        Remedy.PassTokenAsToken => "Pass a token with -Token of Set-WaiaasToken only.",
        Remedy.PassLinkTarget => "Remove the link, or pass the path of the file itself with -LiteralPath.",
        Remedy.WriteToken => $"Write one with Set-WaiaasToken, or {NameDirectory}",
        Remedy.WriteOwnToken => "Run as the owner of the token, or write a token of your own with Set-WaiaasToken.",
        Remedy.TakeOverToken =>
            "Find out where it comes from. If it is correct, remove it and write the token again with Set-WaiaasToken.",
        Remedy.RewriteToken => $"{Rewrite}.",
        Remedy.RewriteTokenAsUtf8 => $"{Rewrite}; Windows PowerShell's '>' and Out-File write UTF-16.",
        Remedy.RewriteTokenFromResponse => $"{Rewrite}. For an API response: ConvertFrom-Json, then pipe the object.",
        Remedy.RewriteTokenOrPassOtherPath => $"{Rewrite}, or pass another path.",
        Remedy.PassTokenOfResponse => "For an API response: ConvertFrom-Json, then pipe the object to Set-WaiaasToken.",
        Remedy.UseAccessibleDirectory => "Run as a user with access to it, or name another directory with -DataDir.",
        Remedy.UseWritableDirectory =>
            "Run as the owner of the directory, check that neither it nor the file is read-only, or name another directory with -DataDir.",
        Remedy.RenameFileInTheWay => "Rename the file in its place, or name another directory with -DataDir.",
        Remedy.CheckDirectory =>
            "Check the path, its links and the disk, or name another directory with -DataDir.",
        Remedy.ListAsOwner => "Run as the owner of the directory, or name another directory with -DataDir.",
        Remedy.NameDaemon => "Check -Uri or the environment variable WAIAAS_BASE_URL.",
        Remedy.CheckDaemon => "Check that the daemon runs, and -Uri or the environment variable WAIAAS_BASE_URL.",
        Remedy.WaitLonger => "Check that the daemon runs, or pass a larger -TimeoutSec.",
        Remedy.TrustCertificate => "Check -Uri and the certificate there: its name, its dates, and whether this computer trusts its issuer.",
        Remedy.NameMasterPassword =>
            "Pass -MasterPasswordPath with a file that holds it, or -MasterPassword with a SecureString, or set WAIAAS_MASTER_PASSWORD_FILE.",
        Remedy.CheckMasterPassword => "Check -MasterPassword, -MasterPasswordPath or WAIAAS_MASTER_PASSWORD_FILE, whichever you used.",
        Remedy.CheckHostName => "Pass -Uri http://127.0.0.1:3100. If you already do, disable the kill switch of the daemon.",
        Remedy.NameWallet => "Pass -WalletId with an id or a name of a wallet that is active.",
        Remedy.NameWalletById => "Pass one of them with -WalletId.",
        Remedy.FreeSession => "Revoke unused sessions in the daemon, or let those with a short -Lifetime expire.",
        Remedy.CreateSession => "Create a new session with New-WaiaasToken.",
        Remedy.CheckClock => "Try again then. If that time has passed, set the clock.",
        Remedy.CheckParameters => "Check the parameters, and the version of the daemon.",
        Remedy.RetryLonger => "Try again, with a larger -MaximumRetryCount if necessary, or end the process that holds it.",
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
        Remedy.WriteOwnToken => "Run as the owner of the token, or write a token of your own with Set-Secret.",
        Remedy.TakeOverToken => "Find out where it comes from. If it is correct, remove it and write the token again with Set-Secret.",
        Remedy.RewriteToken or Remedy.RewriteTokenAsUtf8 or Remedy.RewriteTokenFromResponse or Remedy.RewriteTokenOrPassOtherPath => RewriteSecret,
        Remedy.PassTokenOfResponse => "For an API response: ConvertFrom-Json, then pass its token as the secret.",
        Remedy.UseAccessibleDirectory => $"Run as a user with access to it, or {RegisterElsewhere}",
        Remedy.UseWritableDirectory =>
            $"Run as the owner of the directory, check that neither it nor the file is read-only, or {RegisterElsewhere}",
        Remedy.RenameFileInTheWay => $"Rename the file in its place, or {RegisterElsewhere}",
        Remedy.CheckDirectory => $"Check the path, its links and the disk, or {RegisterElsewhere}",
        Remedy.ListAsOwner => $"Run as the owner of the directory, or {RegisterElsewhere}",
        Remedy.RetryLonger => "Try again, or end the process that holds it.",
        _ => null,
    };
}
