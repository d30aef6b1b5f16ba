using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary><c>struct stat</c> of macOS with 64-bit inodes (sys/stat.h): the fields that are used, in its 144 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct DarwinStat
{
    [FieldOffset(4)]
    public ushort Mode;

    [FieldOffset(16)]
    public uint User;

    [FieldOffset(20)]
    public uint Group;

    [FieldOffset(48)]
    public long ModifiedSeconds;

    [FieldOffset(56)]
    public long ModifiedNanoseconds;

    [FieldOffset(96)]
    public long Size;
}
