using System;
using System.Runtime.InteropServices;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>What <c>stat</c> says of a file, the same on every POSIX system.</summary>
internal readonly unsafe struct PosixStat
{
    public const uint Mode0600 = 0b110_000_000;
    public const uint Mode0700 = 0b111_000_000;

#pragma warning disable IDE1006 // The names that sys/stat.h has.
    private const uint S_IFMT = 0xF000;
    private const uint S_ISVTX = 0x200;
#pragma warning restore IDE1006
    private const uint PermissionBits = 0b111_111_111_111;

    private const uint Mode0066 = 0b000_110_110;
    private const uint Mode0022 = 0b000_010_010;
    private const uint Mode0002 = 0b000_000_010;
    private const uint Mode0006 = 0b000_000_110;

    private readonly uint _mode;
    private readonly long _modifiedSeconds;
    private readonly long _modifiedNanoseconds;

    private PosixStat(uint mode, uint uid, uint gid, uint links, long size, long seconds, long nanoseconds)
    {
        _mode = mode;
        Uid = uid;
        Gid = gid;
        Links = links;
        Size = size;
        _modifiedSeconds = seconds;
        _modifiedNanoseconds = nanoseconds;
    }

    public uint Uid { get; }

    public uint Gid { get; }

    /// <summary>How many names it has; 0 once it was removed.</summary>
    public uint Links { get; }

    /// <summary>Bytes.</summary>
    public long Size { get; }

    public DateTimeOffset Modified =>
        DateTimeOffset.FromUnixTimeSeconds(_modifiedSeconds).AddTicks(_modifiedNanoseconds / 100);

    /// <summary>Permissions in octal, as <c>chmod</c> takes them.</summary>
    public string Mode => Convert.ToString(_mode & PermissionBits, 8).PadLeft(4, '0');

    /// <summary>Who may read or write, in words.</summary>
    public string Access => GrantsEveryoneAccess ? "everyone" : GrantsOthersAccess ? "owner and group" : "owner";

    /// <summary>Whether the group or everyone may read or write.</summary>
    public bool GrantsOthersAccess => (_mode & Mode0066) != 0;

    public bool GrantsEveryoneAccess => (_mode & Mode0006) != 0;

    public bool IsWritableByOthers => (_mode & Mode0022) != 0;

    public bool IsWritableByEveryone => (_mode & Mode0002) != 0;

    /// <summary>Whether others cannot rename or remove in this directory what is not theirs.</summary>
    public bool IsSticky => (_mode & S_ISVTX) != 0;

    public FileType Type => (_mode & S_IFMT) switch
    {
        0x8000 => FileType.Regular,
        0xA000 => FileType.SymbolicLink,
        0x4000 => FileType.Directory,
        0x1000 => FileType.Fifo,
        0xC000 => FileType.Socket,
        _ => FileType.Device,
    };

    /// <summary>The file of an open descriptor.</summary>
    /// <exception cref="FileSystemException"/>
    public static PosixStat Of(FileDescriptor file)
    {
        byte empty = 0;
        return TryGet(file, &empty, LibC.AT_EMPTY_PATH, out PosixStat stat) ? stat : throw Errno.LastException();
    }

    /// <summary>The file of a name in a directory. A link is not followed.</summary>
    /// <returns>False when there is no such name.</returns>
    /// <exception cref="FileSystemException"/>
    public static bool TryGetName(FileDescriptor directory, byte* name, out PosixStat stat)
    {
        if (TryGet(directory, name, LibC.AT_SYMLINK_NOFOLLOW, out stat))
            return true;
        int errno = Errno.Last;
        return errno == Errno.ENOENT ? false : throw Errno.ToException(errno);
    }

    /// <summary>The same file after it was given to another user.</summary>
    public PosixStat WithOwner(uint uid, uint gid) => new(_mode, uid, gid, Links, Size, _modifiedSeconds, _modifiedNanoseconds);

    /// <summary>Whether the permissions are exactly these.</summary>
    public bool HasMode(uint mode) => (_mode & PermissionBits) == mode;

    private static bool TryGet(FileDescriptor directory, byte* path, int flags, out PosixStat stat) =>
        LibC.IsMacOS ? TryGetDarwin(directory, path, flags, out stat) : TryGetLinux(directory, path, flags, out stat);

    private static bool TryGetLinux(FileDescriptor directory, byte* path, int flags, out PosixStat stat)
    {
        LinuxStatX s;
        bool found;
        do
            found = LinuxStat.TryGet(directory, path, flags, out s);
        while (!found && Errno.Last == Errno.EINTR);

        stat = new PosixStat(s.Mode, s.Uid, s.Gid, s.Links, (long)s.Size, s.ModifiedSeconds, s.ModifiedNanoseconds);
        return found;
    }

    private static bool TryGetDarwin(FileDescriptor directory, byte* path, int flags, out PosixStat stat)
    {
        DarwinStat s;
        int result;
        do
        {
            result = flags == LibC.AT_EMPTY_PATH
                ? LibC.HasInode64Suffix ? LibC.DarwinIntelFStat(directory, &s) : LibC.DarwinArmFStat(directory, &s)
                : LibC.HasInode64Suffix
                    ? LibC.DarwinIntelFStatAt(directory, path, &s, flags)
                    : LibC.DarwinArmFStatAt(directory, path, &s, flags);
        }
        while (result != 0 && Errno.Last == Errno.EINTR);

        stat = new PosixStat(s.Mode, s.Uid, s.Gid, s.Links, s.Size, s.ModifiedSeconds, s.ModifiedNanoseconds);
        return result == 0;
    }
}

/// <summary><c>struct stat</c> of macOS with 64-bit inodes (sys/stat.h): the fields that are used, in its 144 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct DarwinStat
{
    [FieldOffset(4)]
    public ushort Mode;

    [FieldOffset(6)]
    public ushort Links;

    [FieldOffset(16)]
    public uint Uid;

    [FieldOffset(20)]
    public uint Gid;

    [FieldOffset(48)]
    public long ModifiedSeconds;

    [FieldOffset(56)]
    public long ModifiedNanoseconds;

    [FieldOffset(96)]
    public long Size;
}
