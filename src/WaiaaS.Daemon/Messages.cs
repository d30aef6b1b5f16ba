using System;
using System.Globalization;

namespace WaiaaS.Daemon;

/// <summary>
/// The texts of the client: what happened and what changed; what to do, unless that is a cmdlet or a parameter: see
/// <see cref="Remedy"/>. No text has a place for a token or the master password, so none can hold one.
/// </summary>
internal static class Messages
{
    private const int LongestQuotation = 300;
    private const string NothingSent = "Nothing was sent.";

    // What changed

    public const string NoSession = "No session was created.";

    public const string CreationUnknown =
        "Nothing was written. If the daemon created a session, it counts against the limit of its wallets until it expires or is revoked.";

    public const string TokenLeft = "The token was left as it is.";

    public const string RenewalUnknown =
        "The token was left as it is. If the daemon renewed it, it cannot be renewed again, and the next run says so.";

    // Addresses

    public const string AddressIsNone = "The daemon's address is not an absolute http or https address. " + NothingSent;

    public const string AddressHasMore =
        "The daemon's address has a user name, a query or a fragment, which are not allowed. " + NothingSent;

    public static string AddressIsPlain(DaemonAddress address) =>
        $"'{address}' is plain http to another computer: others could read the token on its way. {NothingSent} Use https.";

    // No answer

    public static string NoConnection(DaemonAddress address, string reason) =>
        $"There is no connection to the daemon at '{address}': {Sentence(reason)}";

    public static string TlsFailed(DaemonAddress address, string reason) =>
        $"There is no TLS connection to the daemon at '{address}': {Sentence(reason)}";

    public static string NoAnswer(DaemonAddress address, string reason) =>
        $"The daemon at '{address}' did not answer: {Sentence(reason)}";

    public static string NoAnswerInTime(DaemonAddress address, TimeSpan limit) =>
        FormattableString.Invariant($"The daemon at '{address}' gave no complete response within {limit.TotalSeconds} second{(limit.TotalSeconds == 1 ? string.Empty : "s")}.");

    public static string NotReachedBehind(DaemonAddress address, int status) =>
        FormattableString.Invariant($"A proxy answered at '{address}' and could not reach the daemon (HTTP {status}).");

    // Answers that are not WAIaaS'

    public static string NotWaiaas(DaemonAddress address, int status) => status is >= 300 and < 400
        ? FormattableString.Invariant($"'{address}' redirects to another address (HTTP {status}). The redirect was not followed.")
        : FormattableString.Invariant($"The server at '{address}' is not a WAIaaS daemon (HTTP {status}).");

    public static string AnswerTooLarge(DaemonAddress address) =>
        FormattableString.Invariant($"The answer from '{address}' exceeds the limit of {DaemonConnection.MaximumLength:N0} bytes, so it is not from a WAIaaS daemon.");

    public static string AnswerLacks(DaemonAddress address, string member) =>
        $"The answer from '{address}' is not a valid WAIaaS response: '{member}' is missing or invalid.";

    // Refusals

    public static string Refused(DaemonAddress address, int status, string? code) => code is null
        ? FormattableString.Invariant($"The daemon at '{address}' refused (HTTP {status}).")
        : FormattableString.Invariant($"The daemon at '{address}' refused: {code} (HTTP {status}).");

    public static string Advice(string words) => $" It says: {Sentence(Printable(words))}";

    public static string DaemonLocked(string said) =>
        $"{said} Its kill switch is on, or it does not accept the host name of its address; a retry does not help.";

    public static string TryAgain(TimeSpan? wait) => wait > TimeSpan.Zero
        ? FormattableString.Invariant($"Try again in {Math.Ceiling(wait.Value.TotalSeconds)} seconds.")
        : "Try again in a minute.";

    public const string LookAtLog = "The daemon itself failed. Check its log.";

    // The master password

    public const string NoMasterPassword = "The daemon creates a session only with its master password, and none was given. " + NothingSent;

    public const string MasterPasswordUnusable = "The master password that was given is empty, or is not a SecureString. " + NothingSent;

    public const string MasterPasswordNotSendable =
        "The master password has a character that an HTTP header cannot carry, such as a line break. " + NothingSent;

    public static string MasterPasswordFileEmpty(string path) => $"The file '{path}', which should hold the master password, is empty. {NothingSent}";

    public static string MasterPasswordFileTooLarge(string path, int most) =>
        FormattableString.Invariant($"The file '{path}' has more than {most:N0} bytes, so it does not hold a master password. {NothingSent}");

    public static string MasterPasswordFileUnreadable(string path, string reason) =>
        $"The master password could not be read from '{path}': {Sentence(reason)} {NothingSent}";

    // Wallets

    public static string NoWallets(DaemonAddress address) => $"The daemon at '{address}' has no active wallet. {NoSession}";

    public static string NoSuchWallet(DaemonAddress address, string name) => $"The daemon at '{address}' has no wallet named '{name}'. {NoSession}";

    public static string WalletTerminated(string name) => $"The wallet '{name}' is terminated. {NoSession}";

    public static string NameIsAmbiguous(string name, string ids) => $"Several wallets are named '{name}'. {NoSession} Their ids: {ids}.";

    // Creating

    public static string NothingToCreate(string path, DateTimeOffset? expiry) =>
        $"Nothing to do: the daemon accepts the token at '{path}', which {(expiry is { } end ? $"expires at {end.ToLocalTime():u}" : "never expires")}.";

    public static string NotAccepted(string path, string code) => $"The daemon does not accept the token at '{path}': {code}.";

    public static string OtherWallets(string path) => $"The token at '{path}' is for other wallets than those named.";

    public static string TooShort(string path, DateTimeOffset expiry, TimeSpan lifetime) =>
        $"The token at '{path}' expires at {expiry.ToLocalTime():u}, which is less than {lifetime:c} from now.";

    public static string Created(string path, string session, DateTimeOffset? expiry) =>
        $"Created session {session}; its token is at '{path}' and {(expiry is { } end ? $"expires at {end.ToLocalTime():u}" : "never expires")}.";

    public static string Revoked(string session) => $"Revoked session {session}, whose token was replaced.";

    public static string NotRevoked(string session, string reason) =>
        $"Session {session} could not be revoked, so its token stays valid until it expires. {reason} Revoke it, for example with DELETE /v1/sessions/{session}.";

    public static string SessionInUse(string session, string path) =>
        $"Session {session}, whose token was replaced, was not revoked, because '{path}' holds a token of it too. If you do not need that file, revoke the session, for example with DELETE /v1/sessions/{session}.";

    public const string NewSessionRevoked = "The new session was revoked again, so nothing is left over.";

    public static string NewSessionLeft(string session) =>
        $"The new session {session} could not be revoked: revoke it, for example with DELETE /v1/sessions/{session}.";

    public static string OtherWrote(string path) => $"Another program has replaced the token at '{path}' meanwhile. Its token stays.";

    // Renewing

    public static string NeverExpires(string path) => $"Nothing to do: the token at '{path}' never expires.";

    public static string NotDue(string path, DateTimeOffset expiry, DateTimeOffset due) =>
        $"Nothing to do: the token at '{path}' expires at {expiry.ToLocalTime():u} and is due for renewal from {due.ToLocalTime():u} on.";

    public static string Renewed(string path, DateTimeOffset? expiry) => $"Renewed the token at '{path}'; it expires at {expiry?.ToLocalTime():u}.";

    public static string Adopted(string path, string other) =>
        $"Another program had renewed the token at '{path}' into '{other}'. That token was copied.";

    public static string EndsForGood(string path, DateTimeOffset end) =>
        $"The token at '{path}' was renewed up to the session's absolute end, {end.ToLocalTime():u}. It cannot be renewed after that.";

    public static string TooEarly(string path, DateTimeOffset half) =>
        $"The daemon renews the token at '{path}' only after half of its lifetime: at {half.ToLocalTime():u} by this computer's clock. {TokenLeft}";

    public static string RenewedTokenLost(string path, string reason, DateTimeOffset? expiry) =>
        $"The daemon has renewed the token at '{path}', but the new token could not be written and is lost. The one in place can never be renewed again"
        + (expiry is { } end ? $"; it is accepted until {end.ToLocalTime():u}." : ".") + $" The reason: {reason}";

    public static string NamesNoSession(string path) => $"The token at '{path}' does not name its session, so it cannot be renewed. {NothingSent}";

    public static string SessionEnded(string path, string reason) => $"The token at '{path}' can no longer be used: {reason}. The file was left as it is.";

    public static string SessionEndsAt(string path, string reason, DateTimeOffset expiry) =>
        $"The token at '{path}' cannot be renewed: {reason}. The file was left as it is; the daemon accepts the token until {expiry.ToLocalTime():u}.";

    public static string WhyEnded(string code) => code switch
    {
        Codes.InvalidToken => $"the daemon did not issue it, or has changed its key since ({code})",
        Codes.TokenExpired => $"it has expired ({code})",
        Codes.SessionRevoked => $"its session was revoked ({code})",
        Codes.SessionRenewalMismatch => $"it was renewed before, or rotated or reissued by an operator, and the data directory has no newer token of its session ({code})",
        Codes.RenewalLimitReached => $"its session was renewed as often as it may be ({code})",
        Codes.SessionAbsoluteLifetimeExceeded => $"its session has reached its absolute end ({code})",
        _ => $"the daemon does not know its session ({code})",
    };

    /// <summary>A text from outside as it may be shown: without control characters, without what looks like a token, and not longer than 300 characters.</summary>
    public static string Printable(string text)
    {
        if (text.IndexOf("wai_sess_", StringComparison.Ordinal) >= 0 || text.IndexOf("eyJ", StringComparison.Ordinal) >= 0)
            return "(not shown: it looks like a token)";
        char[] characters = text.Length > LongestQuotation ? text.ToCharArray(0, LongestQuotation) : text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            UnicodeCategory category = char.GetUnicodeCategory(characters[i]);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                characters[i] = '\uFFFD';
        }

        return new string(characters);
    }

    // Reasons of the system and of the daemon end with a full stop, or not.
    private static string Sentence(string text) => text.TrimEnd('.', ' ') + ".";
}
