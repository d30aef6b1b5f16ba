using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace WaiaaS.Reliability.Machine;

/// <summary>The calls of Linux that .NET does not have.</summary>
internal static unsafe class Native
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigCont = 18;

    // FS_IOC_SHUTDOWN, linux/fs.h: ext4 and XFS know it.
    private const nuint Shutdown = 0x8004587d;
    private const int OnlyDirectory = 0x10000;

    public static bool IsRoot => GetEUid() == 0;

    public static void Signal(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Cuts a mounted file system off from its disk, as a power cut would.</summary>
    /// <param name="mountPoint">Where it is mounted.</param>
    /// <param name="mode">0: what is in memory is written first; 1: only the journal is; 2: nothing is.</param>
    public static void CutOff(string mountPoint, uint mode)
    {
        int directory = Open(mountPoint, RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : OnlyDirectory);
        int result = directory < 0 ? directory : IoCtl(directory, Shutdown, &mode);
        int errno = Marshal.GetLastPInvokeError();
        if (directory >= 0)
            _ = Close(directory);
        if (result != 0)
            throw new IOException("FS_IOC_SHUTDOWN: " + new Win32Exception(errno).Message);
    }

    /// <summary>Gives a file to a user and the group of the same number.</summary>
    public static void SetOwner(string path, int user)
    {
        if (ChOwn(path, (uint)user, (uint)user) != 0)
            throw new IOException("chown: " + new Win32Exception(Marshal.GetLastPInvokeError()).Message);
    }

    /// <summary>The owner and the permissions of a name; a link is not followed.</summary>
    public static bool TryStatusOf(string path, out int owner, out UnixFileMode mode)
    {
        bool there = TryStatX(path, out StatX status);
        owner = (int)status.User;
        mode = (UnixFileMode)(status.Mode & 0xFFF);
        return there;
    }

    /// <summary>Whether a name is that of a regular file; a link is not followed.</summary>
    public static bool IsRegular(string path) => TryStatX(path, out StatX status) && (status.Mode & 0xF000) == 0x8000;

    private static bool TryStatX(string path, out StatX status)
    {
        fixed (StatX* found = &status)
            return StatXOf(-100, path, 0x100, 0x7FF, found) == 0;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatX
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(28)]
        public ushort Mode;
    }

    [DllImport("libc", EntryPoint = "chown", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChOwn([MarshalAs(UnmanagedType.LPStr)] string path, uint user, uint group);

    [DllImport("libc", EntryPoint = "statx", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int StatXOf(int directory, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, uint mask, StatX* status);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEUid();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int IoCtl(int descriptor, nuint request, uint* argument);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
