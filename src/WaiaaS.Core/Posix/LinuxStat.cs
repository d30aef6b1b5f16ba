using System;
using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary>
/// <c>statx</c>, or where it is missing the older system call. musl before 1.2.5 and glibc before 2.28 export none;
/// kernels before 4.11 answer ENOSYS, and a seccomp profile that is older than the call answers EPERM or ENOSYS.
/// </summary>
internal static unsafe class LinuxStat
{
    // asm/unistd_64.h of x86; include/uapi/asm-generic/unistd.h for arm64 and all that came later.
    private static readonly nint SYS_newfstatat = IsX64 ? 262 : 79;

    private static volatile bool IsStatXMissing;

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    // struct stat differs per processor; these two are known.
    private static bool HasFallback => IsX64 || RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Asks once; a failure is in <see cref="Errno.Last"/>.</summary>
    public static bool TryGet(FileDescriptor directory, byte* path, int flags, out LinuxStatX stat)
    {
        if (!IsStatXMissing)
        {
            try
            {
                LinuxStatX answer;
                int result = LibC.StatX(directory, path, flags, LinuxStatX.STATX_BASIC_STATS, &answer);
                stat = answer;

                // statx(2) has no EPERM of its own.
                if (result == 0 || !HasFallback || (Errno.Last != Errno.EPERM && Errno.Last != Errno.ENOSYS))
                    return result == 0;
            }
            catch (EntryPointNotFoundException) when (HasFallback)
            {
                IsStatXMissing = true;
            }
        }

        if (!TryGetOlder(directory, path, flags, out stat))
            return false;

        // Not asked again: seccomp and the kernel stay as they are.
        IsStatXMissing = true;
        return true;
    }

    private static bool TryGetOlder(FileDescriptor directory, byte* path, int flags, out LinuxStatX stat)
    {
        LinuxKernelStat s;
        bool found = LibC.SysCall(SYS_newfstatat, directory, path, &s, flags) == 0;
        stat = new LinuxStatX
        {
            Links = IsX64 ? (uint)s.X64Links : s.GenericLinks,
            Mode = (ushort)(IsX64 ? s.X64Mode : s.GenericMode),
            Uid = IsX64 ? s.X64Uid : s.GenericUid,
            Gid = IsX64 ? s.X64Gid : s.GenericGid,
            Size = (ulong)s.Size,
            ModifiedSeconds = s.ModifiedSeconds,
            ModifiedNanoseconds = (uint)s.ModifiedNanoseconds,
        };
        return found;
    }
}

/// <summary><c>struct statx</c> of linux/stat.h: the fields that are used, at their offsets, in its 256 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct LinuxStatX
{
    public const uint STATX_BASIC_STATS = 0x7FF;

    /// <summary>Zero where only the older system call answers.</summary>
    [FieldOffset(8)]
    public ulong Attributes;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint Uid;

    [FieldOffset(24)]
    public uint Gid;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;
}

/// <summary>
/// <c>struct stat</c> of the kernel, asm/stat.h of x86-64 and asm-generic/stat.h of arm64: the fields that are used. Both
/// have the size and the time at the same place.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct LinuxKernelStat
{
    [FieldOffset(16)]
    public ulong X64Links;

    [FieldOffset(24)]
    public uint X64Mode;

    [FieldOffset(28)]
    public uint X64Uid;

    [FieldOffset(32)]
    public uint X64Gid;

    [FieldOffset(16)]
    public uint GenericMode;

    [FieldOffset(20)]
    public uint GenericLinks;

    [FieldOffset(24)]
    public uint GenericUid;

    [FieldOffset(28)]
    public uint GenericGid;

    [FieldOffset(48)]
    public long Size;

    [FieldOffset(88)]
    public long ModifiedSeconds;

    [FieldOffset(96)]
    public long ModifiedNanoseconds;
}
