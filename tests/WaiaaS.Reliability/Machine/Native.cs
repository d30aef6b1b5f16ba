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
