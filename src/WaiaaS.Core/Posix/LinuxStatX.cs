using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary><c>struct statx</c> of linux/stat.h: the fields that are used, at their offsets, in its 256 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct LinuxStatX
{
    /// <summary>STATX_BASIC_STATS.</summary>
    public const uint BasicStats = 0x7FF;

    [FieldOffset(20)]
    public uint User;

    [FieldOffset(24)]
    public uint Group;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;
}
