using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>The error numbers of POSIX (errno.h) that mean something to a token file, and what they mean.</summary>
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
    public static readonly int ELOOP = LibC.IsMacOS ? 62 : 40;
    public static readonly int ENOSYS = LibC.IsMacOS ? 78 : 38;
    public static readonly int ENOTSUP = LibC.IsMacOS ? 45 : 95;
    public static readonly int EOPNOTSUPP = LibC.IsMacOS ? 102 : 95;

    /// <summary>The error of the call that just failed.</summary>
    public static int Last => Marshal.GetLastWin32Error();

    /// <summary>Whether a call is to be repeated, because a signal interrupted it.</summary>
    /// <exception cref="FileSystemException">It failed.</exception>
    public static bool IsInterrupted(int result) => result != 0 && (Last == EINTR ? true : throw LastException());

    /// <summary>The exception for the call that just failed.</summary>
    public static FileSystemException LastException() => ToException(Last);

    /// <summary>The exception for an error number, in the operating system's own words.</summary>
    public static FileSystemException ToException(int errno)
    {
        string code = errno.ToString(CultureInfo.InvariantCulture);
        string message = new Win32Exception(errno).Message;
        return errno == EISDIR
            ? new FileSystemException(FileType.Directory, code, message)
            : new FileSystemException(ToError(errno), code, message);
    }

    private static FileSystemError ToError(int errno) => errno switch
    {
        ENOENT => FileSystemError.NotFound,
        ENOTDIR => FileSystemError.NotADirectory,
        EACCES or EPERM or EROFS => FileSystemError.AccessDenied,
        EBUSY => FileSystemError.Busy,
        _ => FileSystemError.Other,
    };
}
