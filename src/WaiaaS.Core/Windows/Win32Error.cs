using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>The system error codes (winerror.h) that mean something to a token file.</summary>
internal static class Win32Error
{
    public const int ERROR_INVALID_FUNCTION = 1;
    public const int ERROR_FILE_NOT_FOUND = 2;
    public const int ERROR_PATH_NOT_FOUND = 3;
    public const int ERROR_ACCESS_DENIED = 5;
    public const int ERROR_NO_MORE_FILES = 18;
    public const int ERROR_WRITE_PROTECT = 19;
    public const int ERROR_SHARING_VIOLATION = 32;
    public const int ERROR_LOCK_VIOLATION = 33;
    public const int ERROR_HANDLE_EOF = 38;
    public const int ERROR_NOT_SUPPORTED = 50;
    public const int ERROR_INVALID_PARAMETER = 87;
    public const int ERROR_CALL_NOT_IMPLEMENTED = 120;
    public const int ERROR_ALREADY_EXISTS = 183;
    public const int ERROR_DIRECTORY = 267;
    public const int ERROR_DELETE_PENDING = 303;
    public const int ERROR_NO_TOKEN = 1008;
    public const int ERROR_USER_MAPPED_FILE = 1224;
    public const int ERROR_INVALID_OWNER = 1307;
    public const int ERROR_PRIVILEGE_NOT_HELD = 1314;

    /// <summary>The error of the call that just failed.</summary>
    public static int Last => Marshal.GetLastWin32Error();

    /// <summary>The exception for the call that just failed.</summary>
    public static FileSystemException LastException() => ToException(Last);

    /// <summary>The exception for an error code, in the operating system's own words.</summary>
    public static FileSystemException ToException(int code) =>
        new(ToError(code), NameOf(code), MessageOf(code), IsSharingViolation(code));

    /// <summary>The exception for an error that may have passed a moment later, whatever the code says alone.</summary>
    public static FileSystemException ToTransientException(int code, FileSystemError error) => new(error, NameOf(code), MessageOf(code), isTransient: true);

    /// <summary>Whether the code says that another process has the file open.</summary>
    public static bool IsSharingViolation(int code) => code is ERROR_SHARING_VIOLATION or ERROR_LOCK_VIOLATION or ERROR_DELETE_PENDING or ERROR_USER_MAPPED_FILE;

    // Some runtimes end the sentence and some do not; here it becomes part of another one.
    private static string MessageOf(int code) => new Win32Exception(code).Message.TrimEnd('.', ' ', '\r', '\n');

    private static FileSystemError ToError(int code) => code switch
    {
        ERROR_FILE_NOT_FOUND or ERROR_PATH_NOT_FOUND => FileSystemError.NotFound,
        ERROR_DIRECTORY => FileSystemError.NotADirectory,
        ERROR_ACCESS_DENIED or ERROR_WRITE_PROTECT => FileSystemError.AccessDenied,
        _ => IsSharingViolation(code) ? FileSystemError.SharingViolation : FileSystemError.Other,
    };

    // Where a message shows it, which is for errors that may pass, and where the table of Unsupported has it.
    private static string NameOf(int code) => code switch
    {
        ERROR_ACCESS_DENIED => nameof(ERROR_ACCESS_DENIED),
        ERROR_SHARING_VIOLATION => nameof(ERROR_SHARING_VIOLATION),
        ERROR_LOCK_VIOLATION => nameof(ERROR_LOCK_VIOLATION),
        ERROR_DELETE_PENDING => nameof(ERROR_DELETE_PENDING),
        ERROR_USER_MAPPED_FILE => nameof(ERROR_USER_MAPPED_FILE),
        ERROR_INVALID_FUNCTION => nameof(ERROR_INVALID_FUNCTION),
        ERROR_NOT_SUPPORTED => nameof(ERROR_NOT_SUPPORTED),
        ERROR_INVALID_PARAMETER => nameof(ERROR_INVALID_PARAMETER),
        ERROR_CALL_NOT_IMPLEMENTED => nameof(ERROR_CALL_NOT_IMPLEMENTED),
        ERROR_INVALID_OWNER => nameof(ERROR_INVALID_OWNER),
        ERROR_PRIVILEGE_NOT_HELD => nameof(ERROR_PRIVILEGE_NOT_HELD),
        _ => "Win32 error " + code.ToString(CultureInfo.InvariantCulture),
    };
}
