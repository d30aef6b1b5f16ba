using System;

namespace WaiaaS.Daemon;

/// <summary>
/// A request failed. Becomes the <see cref="TokenException"/> of the token that it was for, unless whoever asked knows
/// what to do about <see cref="Code"/>.
/// </summary>
/// <param name="code">The WAIaaS error code; null where the answer had none.</param>
/// <param name="error">The error for the user.</param>
internal sealed class DaemonException(string? code, TokenException error) : Exception(error.Message)
{
    /// <summary>The WAIaaS error code; null where the answer had none.</summary>
    public string? Code => code;

    /// <summary>The error for the user.</summary>
    public TokenException Error => error;
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
        string said = SaidBy(answer, address, secret);
        (TokenError error, Remedy remedy) = Classify(answer);
        string message = error switch
        {
            TokenError.DaemonLocked => Messages.DaemonLocked(said),
            TokenError.DaemonBusy => Messages.DaemonBusy(said, answer.RetryAfter),
            TokenError.DaemonUnreachable => Messages.NotReachedBehind(address, answer.Status),
            TokenError.DaemonAnswerInvalid when answer.Code is not null => Messages.DaemonFailed(said),
            TokenError.DaemonAnswerInvalid => Messages.NotWaiaas(address, answer.Status),
            _ => said,
        };
        return new DaemonException(answer.Code, new TokenException(error, null, message, remedy));
    }

    /// <summary>The exception where there is no answer.</summary>
    public static DaemonException Unreachable(string message) => new(null, new(TokenError.DaemonUnreachable, null, message, Remedy.CheckDaemon));

    /// <summary>The exception for an answer of success that is not what was asked for.</summary>
    public static DaemonException Invalid(string message) => new(null, new(TokenError.DaemonAnswerInvalid, null, message, Remedy.NameDaemon));

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
    private static string SaidBy(DaemonAnswer answer, DaemonAddress address, RequestSecret secret)
    {
        string? advice = answer.Advice is { } words && !secret.IsShownIn(words) ? Messages.Printable(words) : null;
        return Messages.Refused(address, answer.Status, answer.Code, advice);
    }
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
