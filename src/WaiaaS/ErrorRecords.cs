using System.Management.Automation;

namespace WaiaaS;

/// <summary>The one place where an error of the core becomes PowerShell's: text, id, category and target.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of an error. Its id is the error's name, its target the token's path.</summary>
    public static ErrorRecord From(TokenException error) => From(error, MessageOf(error));

    /// <summary>The record of an error, with another text.</summary>
    public static ErrorRecord From(TokenException error, string message) =>
        new(new TokenException(error.Error, error.Path, message), error.Error.ToString(), CategoryOf(error.Error), error.Path);

    /// <summary>The core's text, and what the user can do.</summary>
    public static string MessageOf(TokenException error) => Messages.Complete(error.Message, error.Remedy);

    // Without a default, so that the compiler finds an id that has no category here.
#pragma warning disable CS8524 // A number that is no TokenError.
    private static ErrorCategory CategoryOf(TokenError error) => error switch
    {
        TokenError.TokenNotFound => ErrorCategory.ObjectNotFound,
        TokenError.TokenPathIsSymbolicLink => ErrorCategory.SecurityError,
        TokenError.TokenNotRegularFile => ErrorCategory.InvalidData,
        TokenError.TokenOwnerMismatch => ErrorCategory.SecurityError,
        TokenError.TokenMalformed => ErrorCategory.InvalidData,
        TokenError.TokenInputInvalid => ErrorCategory.InvalidArgument,
        TokenError.TokenTooLarge => ErrorCategory.LimitsExceeded,
        TokenError.TokenAccessDenied => ErrorCategory.PermissionDenied,
        TokenError.TokenBusy => ErrorCategory.ResourceBusy,
        TokenError.TokenFileIsMountPoint => ErrorCategory.ResourceBusy,
        TokenError.TokenWriteFailed => ErrorCategory.WriteError,
        TokenError.TokenDurabilityUnknown => ErrorCategory.WriteError,
        TokenError.TokenReadFailed => ErrorCategory.ReadError,
        TokenError.WalletIdInvalid => ErrorCategory.InvalidArgument,
        TokenError.PathNotFileSystem => ErrorCategory.InvalidArgument,
        TokenError.HomeDirectoryNotFound => ErrorCategory.ObjectNotFound,
        TokenError.InputNotUsable => ErrorCategory.InvalidArgument,
        TokenError.SurplusArgument => ErrorCategory.InvalidArgument,
        TokenError.ParameterNotFound => ErrorCategory.InvalidArgument,
        TokenError.DaemonAddressNotAllowed => ErrorCategory.SecurityError,
        TokenError.DaemonUnreachable => ErrorCategory.ConnectionError,
        TokenError.DaemonBusy => ErrorCategory.ResourceBusy,
        TokenError.DaemonLocked => ErrorCategory.ResourceUnavailable,
        TokenError.DaemonAnswerInvalid => ErrorCategory.InvalidResult,
        TokenError.DaemonRefusedRequest => ErrorCategory.InvalidArgument,
        TokenError.MasterPasswordNotFound => ErrorCategory.ObjectNotFound,
        TokenError.MasterPasswordRefused => ErrorCategory.AuthenticationError,
        TokenError.WalletNotFound => ErrorCategory.ObjectNotFound,
        TokenError.SessionLimitReached => ErrorCategory.LimitsExceeded,
        TokenError.RenewalTooEarly => ErrorCategory.InvalidOperation,
        TokenError.SessionEnded => ErrorCategory.InvalidOperation,
    };
#pragma warning restore CS8524
}
