using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>The system error codes (winerror.h) that mean something to a token file.</summary>
internal static class Win32Error
{
    public const int InvalidFunction = 1;
    public const int FileNotFound = 2;
    public const int PathNotFound = 3;
    public const int AccessDenied = 5;
    public const int NoMoreFiles = 18;
    public const int WriteProtected = 19;
    public const int SharingViolation = 32;
    public const int LockViolation = 33;
    public const int HandleEof = 38;
    public const int NotSupported = 50;
    public const int InvalidParameter = 87;
    public const int AlreadyExists = 183;
    public const int Directory = 267;
    public const int DeletePending = 303;
    public const int NoToken = 1008;
    public const int UserMappedFile = 1224;
    public const int InvalidOwner = 1307;
    public const int PrivilegeNotHeld = 1314;

    /// <summary>The error of the call that just failed.</summary>
    public static int Last => Marshal.GetLastWin32Error();

    /// <summary>The failure of the call that just failed.</summary>
    public static FileSystemException Failure() => Failure(Last);

    /// <summary>A failure, in the operating system's own words.</summary>
    public static FileSystemException Failure(int code) =>
        new(KindOf(code), NameOf(code), WordsOf(code), IsHeld(code));

    /// <summary>A failure that the same call may not meet a moment later, whatever the code says alone.</summary>
    public static FileSystemException MayPass(int code, FailureKind kind) => new(kind, NameOf(code), WordsOf(code), mayPass: true);

    /// <summary>Whether the code says that another process holds the file.</summary>
    public static bool IsHeld(int code) => code is SharingViolation or LockViolation or DeletePending or UserMappedFile;

    // Some runtimes end the sentence and some do not; here it stands inside another one.
    private static string WordsOf(int code) => new Win32Exception(code).Message.TrimEnd('.', ' ', '\r', '\n');

    private static FailureKind KindOf(int code) => code switch
    {
        FileNotFound or PathNotFound => FailureKind.NotFound,
        Directory => FailureKind.NotADirectory,
        AccessDenied or WriteProtected => FailureKind.AccessDenied,
        _ => IsHeld(code) ? FailureKind.HeldByOther : FailureKind.Other,
    };

    private static string NameOf(int code) => code switch
    {
        AccessDenied => "ERROR_ACCESS_DENIED",
        SharingViolation => "ERROR_SHARING_VIOLATION",
        LockViolation => "ERROR_LOCK_VIOLATION",
        DeletePending => "ERROR_DELETE_PENDING",
        UserMappedFile => "ERROR_USER_MAPPED_FILE",
        _ => "Win32 error " + code.ToString(CultureInfo.InvariantCulture),
    };
}
