using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary>The numbers that differ between Linux and macOS, and on Linux between processors.</summary>
internal static class Platform
{
    public static readonly bool IsMacOS = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    /// <summary>Whether macOS' <c>stat</c> functions carry the suffix of the 64-bit inode variants.</summary>
    public static readonly bool HasSuffixedStat = IsMacOS && !IsArm;

    // fcntl.h of macOS; asm-generic/fcntl.h and arch/arm64/include/uapi/asm/fcntl.h of Linux.
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public static readonly int Create = IsMacOS ? 0x200 : 0x40;
    public static readonly int Exclusive = IsMacOS ? 0x800 : 0x80;
    public static readonly int NonBlocking = IsMacOS ? 0x4 : 0x800;
    public static readonly int CloseOnExec = IsMacOS ? 0x1000000 : 0x80000;
    public static readonly int OnlyDirectory = IsMacOS ? 0x100000 : IsArm ? 0x4000 : 0x10000;
    public static readonly int NoFollow = IsMacOS ? 0x100 : IsArm ? 0x8000 : 0x20000;

    /// <summary>AT_FDCWD.</summary>
    public static readonly int CurrentDirectory = IsMacOS ? -2 : -100;

    /// <summary>AT_SYMLINK_NOFOLLOW.</summary>
    public static readonly int AtNoFollow = IsMacOS ? 0x20 : 0x100;

    /// <summary>AT_EMPTY_PATH, Linux only.</summary>
    public const int AtEmptyPath = 0x1000;

    /// <summary>SEEK_DATA of Linux, linux/fs.h.</summary>
    public const int SeekData = 3;

    /// <summary>F_FULLFSYNC, macOS only: there fsync leaves data in the drive's cache (man 2 fsync).</summary>
    public const int FullFSync = 51;
}
