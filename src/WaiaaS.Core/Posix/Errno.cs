using System.Collections.Generic;
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
    public const int EBADF = 9;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ENOTTY = 25;
    public const int EFBIG = 27;
    public const int EROFS = 30;
    public static readonly int EAGAIN = LibC.IsMacOS ? 35 : 11;
    public static readonly int ELOOP = LibC.IsMacOS ? 62 : 40;
    public static readonly int ENOSYS = LibC.IsMacOS ? 78 : 38;
    public static readonly int ENOTSUP = LibC.IsMacOS ? 45 : 95;
    public static readonly int EOPNOTSUPP = LibC.IsMacOS ? 102 : 95;

    // What messages show: the errors in the table of Unsupported, a lease and a mount point.
    private static readonly Dictionary<int, string> Names = new()
    {
        [EPERM] = nameof(EPERM),
        [EBADF] = nameof(EBADF),
        [EBUSY] = nameof(EBUSY),
        [EAGAIN] = nameof(EAGAIN),
        [EISDIR] = nameof(EISDIR),
        [EINVAL] = nameof(EINVAL),
        [ENOSYS] = nameof(ENOSYS),
        [ENOTSUP] = nameof(ENOTSUP),
        [EOPNOTSUPP] = nameof(EOPNOTSUPP),
    };

    /// <summary>The error of the call that just failed.</summary>
    public static int Last => Marshal.GetLastWin32Error();

    /// <summary>Whether a call is to be repeated, because a signal interrupted it.</summary>
    /// <exception cref="FileSystemException">It failed.</exception>
    public static bool IsInterrupted(int result) => result != 0 && (Last == EINTR ? true : throw LastException());

    /// <summary>The same for a call that renames over or removes a name: only there does EBUSY mean a mount point.</summary>
    /// <exception cref="FileSystemException">It failed.</exception>
    public static bool IsInterruptedAtName(int result) => result != 0 && Last == EBUSY
        ? throw BusyName()
        : IsInterrupted(result);

    /// <summary>The exception for the call that just failed.</summary>
    public static FileSystemException LastException() => ToException(Last);

    /// <summary>The exception for a name that cannot be replaced or removed because something is mounted there.</summary>
    public static FileSystemException BusyName() => new(FileSystemError.MountPoint, NameOf(EBUSY), MessageOf(EBUSY));

    /// <summary>The exception for an error number, in the operating system's own words.</summary>
    public static FileSystemException ToException(int errno) => errno == EISDIR
        ? new FileSystemException(FileType.Directory, NameOf(errno), MessageOf(errno))
        : new FileSystemException(ToError(errno), NameOf(errno), MessageOf(errno));

    private static FileSystemError ToError(int errno) => errno switch
    {
        ENOENT => FileSystemError.NotFound,
        ENOTDIR => FileSystemError.NotADirectory,
        EACCES or EPERM or EROFS => FileSystemError.AccessDenied,
        _ => errno == EAGAIN ? FileSystemError.Leased : FileSystemError.Other,
    };

    private static string NameOf(int errno) =>
        Names.TryGetValue(errno, out string name) ? name : errno.ToString(CultureInfo.InvariantCulture);

    private static string MessageOf(int errno) => new Win32Exception(errno).Message;
}
