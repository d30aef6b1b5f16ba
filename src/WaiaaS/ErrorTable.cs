using System.Management.Automation;

namespace WaiaaS;

/// <summary>The one place where an error of the core becomes PowerShell's: id, category and target.</summary>
internal static class ErrorTable
{
    /// <summary>The record of a failure. Its id is the error's name, its target the token's path.</summary>
    public static ErrorRecord RecordOf(TokenException failure) =>
        new(failure, failure.Error.ToString(), CategoryOf(failure.Error), failure.Path);

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
        _ => ErrorCategory.NotSpecified,
    };
}
