using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>The error numbers of POSIX (errno.h) that mean something to a token file.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int ENXIO = 6;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ENOTTY = 25;
    public const int EROFS = 30;
    public static readonly int ELOOP = Platform.IsMacOS ? 62 : 40;
    public static readonly int ENOSYS = Platform.IsMacOS ? 78 : 38;
    public static readonly int ENOTSUP = Platform.IsMacOS ? 45 : 95;
    public static readonly int EOPNOTSUPP = Platform.IsMacOS ? 102 : 95;

    /// <summary>The error of the call that just failed.</summary>
    public static int Last => Marshal.GetLastWin32Error();

    /// <summary>The failure of the call that just failed.</summary>
    public static FileSystemException Failure() => Failure(Last);

    /// <summary>A failure, in the operating system's own words.</summary>
    public static FileSystemException Failure(int errno)
    {
        string code = errno.ToString(CultureInfo.InvariantCulture);
        string message = new Win32Exception(errno).Message;
        return errno == EISDIR
            ? new FileSystemException(EntryKind.Directory, code, message)
            : new FileSystemException(KindOf(errno), code, message);
    }

    private static FailureKind KindOf(int errno) => errno switch
    {
        ENOENT => FailureKind.NotFound,
        ENOTDIR => FailureKind.NotADirectory,
        EACCES or EPERM or EROFS => FailureKind.AccessDenied,
        EBUSY => FailureKind.MountPoint,
        _ => FailureKind.Other,
    };
}
