namespace WaiaaS.Posix;

/// <summary>
/// flock of a temporary file, held from its creation until its rename. It shows in every PID namespace, and on NFS on
/// every machine, that the writer is alive. Closing the file releases it; the kernel does so when the writer is killed.
/// </summary>
internal enum FileLock
{
    /// <summary>No other process holds it, on any machine.</summary>
    Taken,

    /// <summary>No other process on this machine holds it; other machines are unknown, or the file system has no locks.</summary>
    Uncertain,

    /// <summary>Another process holds it.</summary>
    Held,
}

/// <summary>Takes locks, flock(2): those of fcntl would end when any descriptor of the file is closed.</summary>
internal static unsafe class FileLocks
{
    // linux/magic.h, and fs/smb/client/cifsglob.h. Locks on these may be local to this machine: this depends on the FUSE
    // program or the mount options.
    private const uint FUSE_SUPER_MAGIC = 0x65735546;
    private const uint V9FS_MAGIC = 0x01021997;
    private const uint CIFS_SUPER_MAGIC = 0xFF534D42;
    private const uint SMB2_SUPER_MAGIC = 0xFE534D42;

    // The size of struct statfs is 120 bytes on 64-bit systems.
    private const int StatusWords = 32;

    /// <summary>
    /// Takes a writer's lock without waiting. A shared one: the file has it for a moment after it was renamed, and .NET opens a
    /// file for reading only where it gets a shared lock itself. A file system without locks is no failure.
    /// </summary>
    public static FileLock TryTakeAsWriter(FileDescriptor file) => TryTake(file, LibC.LOCK_SH);

    /// <summary>Takes the lock that no writer may have, and asks the file system what its locks are worth.</summary>
    public static FileLock TryTakeAbandoned(FileDescriptor file)
    {
        FileLock taken = TryTake(file, LibC.LOCK_EX);
        return taken == FileLock.Taken && AreLocal(file) ? FileLock.Uncertain : taken;
    }

    private static FileLock TryTake(FileDescriptor file, int kind)
    {
        int result;
        do
            result = LibC.FLock(file, kind | LibC.LOCK_NB);
        while (result != 0 && Errno.Last == Errno.EINTR);
        if (result == 0)
            return FileLock.Taken;
        return Errno.Last == Errno.EAGAIN ? FileLock.Held : FileLock.Uncertain;
    }

    private static bool AreLocal(FileDescriptor file)
    {
        if (LibC.IsMacOS)
            return false;
        nint* status = stackalloc nint[StatusWords];
        return LibC.FStatFS(file, status) == 0
            && (uint)status[0] is FUSE_SUPER_MAGIC or V9FS_MAGIC or CIFS_SUPER_MAGIC or SMB2_SUPER_MAGIC;
    }
}
