using System;

namespace WaiaaS.Daemon;

/// <summary>
/// A request failed. Becomes the <see cref="TokenException"/> of the token that it was for, unless the caller handles
/// <see cref="Code"/>.
/// </summary>
/// <param name="error">The id of the error for the user.</param>
/// <param name="message">What happened.</param>
/// <param name="remedy">What to do, where those words are the cmdlets'.</param>
internal sealed class DaemonException(TokenError error, string message, Remedy remedy) : Exception(message)
{
    /// <summary>The id of the error for the user.</summary>
    public TokenError Error => error;

    /// <summary>The WAIaaS error code; null where the answer had none.</summary>
    public string? Code { get; set; }

    /// <summary>Whether the daemon may have done what it was asked to do.</summary>
    public bool IsOutcomeUnknown { get; set; }

    /// <summary>What to do, where that is no cmdlet or parameter.</summary>
    public string? ToDo { get; set; }

    /// <summary>The error for the user: what happened, what changed, what to do.</summary>
    /// <param name="path">The token's path; null where it is not known.</param>
    /// <param name="changed">What changed; null where nothing could.</param>
    public TokenException For(string? path, string? changed = null)
    {
        string text = changed is null ? Message : Message + " " + changed;
        return new TokenException(error, path, ToDo is null ? text : text + " " + ToDo, remedy);
    }
}

/// <summary>The table of errors: the code in the daemon's answer, else its <c>retryable</c>, else its status, give the error's id.</summary>
internal static class DaemonErrors
{
    /// <summary>The exception for an answer that is none of success.</summary>
    /// <param name="answer">What came back.</param>
    /// <param name="address">From where.</param>
    /// <param name="secret">What was sent, so that an answer that repeats it is not shown.</param>
    public static DaemonException For(DaemonAnswer answer, DaemonAddress address, RequestSecret secret)
    {
        answer.ReadError();
        string said = Messages.Refused(address, answer.Status, answer.Code);
        (TokenError error, Remedy remedy) = Classify(answer);
        string message = error switch
        {
            TokenError.DaemonLocked => Messages.DaemonLocked(said),
            TokenError.DaemonUnreachable => Messages.NotReachedBehind(address, answer.Status),
            TokenError.DaemonAnswerInvalid when answer.Code is null => Messages.NotWaiaas(address, answer.Status),
            TokenError.DaemonAnswerInvalid or TokenError.DaemonBusy or TokenError.DaemonRefusedRequest => said + AdviceIn(answer, secret),
            _ => said,
        };
        return new DaemonException(error, message, remedy)
        {
            Code = answer.Code,
            IsOutcomeUnknown = answer.Status == 408 || (answer.Status >= 500 && error is TokenError.DaemonUnreachable or TokenError.DaemonAnswerInvalid),
            ToDo = error switch
            {
                TokenError.DaemonBusy => Messages.TryAgain(answer.RetryAfter),
                TokenError.DaemonAnswerInvalid when answer.Code is not null => Messages.LookAtLog,
                _ => null,
            },
        };
    }

    /// <summary>The exception where the connection was made, but no answer came.</summary>
    public static DaemonException NoAnswer(string message, Remedy remedy) =>
        new(TokenError.DaemonUnreachable, message, remedy) { IsOutcomeUnknown = true };

    /// <summary>The exception where nothing was sent.</summary>
    public static DaemonException NoConnection(string message, Remedy remedy) => new(TokenError.DaemonUnreachable, message, remedy);

    /// <summary>The exception for an answer that is not what was asked for.</summary>
    public static DaemonException Invalid(string message) =>
        new(TokenError.DaemonAnswerInvalid, message, Remedy.NameDaemon) { IsOutcomeUnknown = true };

    private static (TokenError Error, Remedy Remedy) Classify(DaemonAnswer answer) => answer.Code switch
    {
        Codes.SystemLocked => (TokenError.DaemonLocked, Remedy.CheckHostName),
        Codes.InvalidMasterPassword => (TokenError.MasterPasswordRefused, Remedy.CheckMasterPassword),
        Codes.WalletNotFound or Codes.WalletTerminated => (TokenError.WalletNotFound, Remedy.NameWallet),
        Codes.SessionLimitExceeded => (TokenError.SessionLimitReached, Remedy.FreeSession),
        Codes.RenewalTooEarly => (TokenError.RenewalTooEarly, Remedy.CheckClock),
        Codes.InvalidToken or Codes.TokenExpired or Codes.SessionRevoked or Codes.SessionNotFound or Codes.SessionExpired
            or Codes.SessionRenewalMismatch or Codes.RenewalLimitReached or Codes.SessionAbsoluteLifetimeExceeded => (TokenError.SessionEnded, Remedy.CreateSession),
        not null when answer.IsRetryable => (TokenError.DaemonBusy, Remedy.None),
        _ => ClassifyStatus(answer.Status, isWaiaas: answer.Code is not null),
    };

    private static (TokenError Error, Remedy Remedy) ClassifyStatus(int status, bool isWaiaas) => status switch
    {
        408 or 429 => (TokenError.DaemonBusy, Remedy.None),
        >= 400 and < 500 when isWaiaas => (TokenError.DaemonRefusedRequest, Remedy.CheckParameters),
        502 or 503 or 504 when !isWaiaas => (TokenError.DaemonUnreachable, Remedy.CheckDaemon),
        _ => (TokenError.DaemonAnswerInvalid, isWaiaas ? Remedy.None : Remedy.NameDaemon),
    };

    // WAIaaS' own words, unless they repeat what was sent, as a careless proxy or a stranger's server may.
    private static string AdviceIn(DaemonAnswer answer, RequestSecret secret) =>
        answer.Advice is { } words && !secret.IsShownIn(words) ? Messages.Advice(words) : string.Empty;
}

/// <summary>The error codes of WAIaaS that mean something here (packages/core, error-codes.ts).</summary>
internal static class Codes
{
    public const string InvalidMasterPassword = "INVALID_MASTER_PASSWORD";
    public const string InvalidToken = "INVALID_TOKEN";
    public const string RenewalLimitReached = "RENEWAL_LIMIT_REACHED";
    public const string RenewalNotRequired = "RENEWAL_NOT_REQUIRED";
    public const string RenewalTooEarly = "RENEWAL_TOO_EARLY";
    public const string SessionAbsoluteLifetimeExceeded = "SESSION_ABSOLUTE_LIFETIME_EXCEEDED";
    public const string SessionExpired = "SESSION_EXPIRED";
    public const string SessionLimitExceeded = "SESSION_LIMIT_EXCEEDED";
    public const string SessionNotFound = "SESSION_NOT_FOUND";
    public const string SessionRenewalMismatch = "SESSION_RENEWAL_MISMATCH";
    public const string SessionRevoked = "SESSION_REVOKED";
    public const string SystemLocked = "SYSTEM_LOCKED";
    public const string TokenExpired = "TOKEN_EXPIRED";
    public const string WalletNotFound = "WALLET_NOT_FOUND";
    public const string WalletTerminated = "WALLET_TERMINATED";

    /// <summary>Whether a code says that the daemon does not accept a token, for whatever reason.</summary>
    public static bool RefusesToken(string? code) => code is InvalidToken or TokenExpired or SessionRevoked or SessionNotFound or SessionExpired;
}
