using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Reliability.Machine;

/// <summary>The calls of Linux that .NET does not have.</summary>
internal static unsafe class Native
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigCont = 18;

    private const int AT_FDCWD = -100;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const uint STATX_BASIC_STATS = 0x7FF;
    private const uint RENAME_EXCHANGE = 2;
    private const int O_RDWR_O_NONBLOCK = 0x802;
    private const int F_SETSIG = 10;
    private const int F_SETLEASE = 1024;
    private const int F_GETLEASE = 1025;
    private const int F_WRLCK = 1;
    private const int F_UNLCK = 2;

    // Ignored unless a process asks for it; SIGIO, which a lease sends otherwise, would end this one.
    private const int SIGURG = 23;

    // FS_IOC_SHUTDOWN, linux/fs.h: ext4 and XFS know it.
    private const nuint Shutdown = 0x8004587d;

    public static void Signal(int process, int signal) => _ = kill(process, signal);

    /// <summary>Cuts a mounted file system off from its disk, as a power cut would.</summary>
    /// <param name="mode">0: what is in memory is written first; 1: only the journal is; 2: nothing is.</param>
    public static void CutOff(string mountPoint, uint mode)
    {
        using var directory = new SafeFileHandle(open(mountPoint, 0), ownsHandle: true);
        MustBeZero(ioctl((int)directory.DangerousGetHandle(), Shutdown, &mode), "FS_IOC_SHUTDOWN");
    }

    /// <summary>Whose a name is, and what; a link is not followed. Null when nothing has the name.</summary>
    public static (int Owner, UnixFileMode Mode, bool IsRegular)? StatusOf(string path)
    {
        byte* status = stackalloc byte[256];
        if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, status) != 0)
            return null;

        // statx(2): stx_uid and stx_mode.
        int mode = *(ushort*)(status + 28);
        return (*(int*)(status + 20), (UnixFileMode)(mode & 0xFFF), (mode & 0xF000) == 0x8000);
    }

    public static bool Exchange(string one, string other) => renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0;

    /// <summary>Makes a FIFO that all users may use, and opens both of its ends.</summary>
    public static SafeFileHandle OpenFifo(string path)
    {
        _ = mkfifo(path, 0);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        return new SafeFileHandle(open(path, O_RDWR_O_NONBLOCK), ownsHandle: true);
    }

    /// <summary>Takes out what is in a FIFO.</summary>
    public static int Drain(SafeFileHandle fifo)
    {
        byte* buffer = stackalloc byte[4096];
        return (int)Math.Max(0, read((int)fifo.DangerousGetHandle(), buffer, 4096));
    }

    public static void Link(string path, string other) => MustBeZero(File.Exists(other) ? 0 : link(path, other), "link");

    /// <summary>Whether fsync of a file or a directory succeeds.</summary>
    public static bool CanFlush(string path)
    {
        using var opened = new SafeFileHandle(open(path, 0), ownsHandle: true);
        return fsync((int)opened.DangerousGetHandle()) == 0;
    }

    /// <summary>Takes a lease on a file (fcntl(2)), as a file server does for a client: who opens it has to wait for the release.</summary>
    public static SafeFileHandle TakeLease(string path)
    {
        var file = new SafeFileHandle(open(path, 2), ownsHandle: true);
        int descriptor = (int)file.DangerousGetHandle();
        MustBeZero(fcntl(descriptor, F_SETSIG, SIGURG), "F_SETSIG");
        MustBeZero(fcntl(descriptor, F_SETLEASE, F_WRLCK), "F_SETLEASE");
        return file;
    }

    /// <summary>Whether another program waits for a lease.</summary>
    public static bool IsLeaseWanted(SafeFileHandle file) => fcntl((int)file.DangerousGetHandle(), F_GETLEASE, 0) != F_WRLCK;

    public static void ReleaseLease(SafeFileHandle file) => _ = fcntl((int)file.DangerousGetHandle(), F_SETLEASE, F_UNLCK);

    private static void MustBeZero(int result, string call)
    {
        if (result != 0)
            throw new IOException($"{call}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

#pragma warning disable IDE1006, CA2101, SYSLIB1054 // The names are the C library's, and its strings are UTF-8.
    [DllImport("libc")]
    private static extern int kill(int process, int signal);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int descriptor, byte* buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int descriptor, int command, nint argument);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, nuint request, uint* argument);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte* status);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string other);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameat2(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int otherDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string other, uint flags);
#pragma warning restore IDE1006, CA2101, SYSLIB1054
}
