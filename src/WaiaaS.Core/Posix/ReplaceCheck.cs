using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>
/// Whether a file can be renamed over, as far as its attributes tell: a container's mount of the single file and an
/// immutable file refuse it, whatever the permissions. Linux only; other systems, and a kernel before 5.8, tell nothing.
/// </summary>
internal static unsafe class ReplaceCheck
{
#pragma warning disable IDE1006 // The names that linux/stat.h has.
    private const ulong STATX_ATTR_IMMUTABLE = 0x10;
    private const ulong STATX_ATTR_APPEND = 0x20;
    private const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;
#pragma warning restore IDE1006

    /// <summary>Fails where a rename over the file would fail.</summary>
    /// <exception cref="FileSystemException"/>
    public static void Run(FileDescriptor directory, string name)
    {
        if (LibC.IsMacOS)
            return;
        LinuxStatX stat;
        fixed (byte* entry = FileDescriptor.ToCString(name))
        {
            if (!LinuxStat.TryGet(directory, entry, LibC.AT_SYMLINK_NOFOLLOW, out stat))
                return;
        }

        if ((stat.Attributes & STATX_ATTR_MOUNT_ROOT) != 0)
            throw Errno.BusyName();
        if ((stat.Attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0)
            throw Errno.ToException(Errno.EPERM);
    }
}
