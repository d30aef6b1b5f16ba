using System;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>What <c>stat</c> says of a file, the same on every POSIX system.</summary>
internal readonly unsafe struct PosixStatus
{
    /// <summary>0600: its owner reads and writes, nobody else does anything.</summary>
    public const uint PrivateFile = 0x180;

    /// <summary>0700.</summary>
    public const uint PrivateDirectory = 0x1C0;

    private const uint TypeMask = 0xF000;
    private const uint Sticky = 0x200;
    private const uint Permissions = 0xFFF;

    // Group and everybody: 066, 022; everybody alone: 006.
    private const uint OthersMayReadOrWrite = 0x36;
    private const uint OthersMayWrite = 0x12;
    private const uint EveryoneReadsOrWrites = 0x6;

    private readonly uint _mode;
    private readonly long _modifiedSeconds;
    private readonly long _modifiedNanoseconds;

    private PosixStatus(uint mode, uint user, uint group, long size, long seconds, long nanoseconds)
    {
        _mode = mode;
        User = user;
        Group = group;
        Size = size;
        _modifiedSeconds = seconds;
        _modifiedNanoseconds = nanoseconds;
    }

    public uint User { get; }

    public uint Group { get; }

    /// <summary>Bytes.</summary>
    public long Size { get; }

    public DateTimeOffset Modified =>
        DateTimeOffset.FromUnixTimeSeconds(_modifiedSeconds).AddTicks(_modifiedNanoseconds / 100);

    /// <summary>Permissions in octal, as <c>chmod</c> takes them.</summary>
    public string Mode => Convert.ToString(_mode & Permissions, 8).PadLeft(4, '0');

    /// <summary>Who may read or write, in words.</summary>
    public string Access =>
        EveryoneCanReadOrWrite ? "everyone" : OthersCanReadOrWrite ? "owner and group" : "owner";

    /// <summary>Whether the permissions are exactly these.</summary>
    public bool HasMode(uint mode) => (_mode & Permissions) == mode;

    public bool OthersCanReadOrWrite => (_mode & OthersMayReadOrWrite) != 0;

    public bool EveryoneCanReadOrWrite => (_mode & EveryoneReadsOrWrites) != 0;

    /// <summary>Whether others can add and remove names in a directory. With the sticky bit they cannot touch what is ours.</summary>
    public bool OthersCanSwapNames => (_mode & OthersMayWrite) != 0 && (_mode & Sticky) == 0;

    /// <summary>Whether only its owner can put files into a directory at all.</summary>
    public bool OnlyOwnerCanWrite => (_mode & OthersMayWrite) == 0;

    public EntryKind Kind => (_mode & TypeMask) switch
    {
        0x8000 => EntryKind.Regular,
        0xA000 => EntryKind.SymbolicLink,
        0x4000 => EntryKind.Directory,
        0x1000 => EntryKind.Fifo,
        0xC000 => EntryKind.Socket,
        _ => EntryKind.Device,
    };

    /// <summary>What an open descriptor stands for.</summary>
    /// <exception cref="FileSystemException"/>
    public static PosixStatus Of(int descriptor)
    {
        byte empty = 0;
        return TryGet(descriptor, &empty, Platform.AtEmptyPath, out PosixStatus status) ? status : throw Errno.Failure();
    }

    /// <summary>What stands behind a name. A link is not followed.</summary>
    /// <returns>False when nothing does.</returns>
    /// <exception cref="FileSystemException"/>
    public static bool TryGetName(int directory, byte* name, out PosixStatus status)
    {
        if (TryGet(directory, name, Platform.AtNoFollow, out status))
            return true;
        int errno = Errno.Last;
        return errno == Errno.ENOENT ? false : throw Errno.Failure(errno);
    }

    /// <summary>What stands at a path. Links are followed.</summary>
    /// <exception cref="FileSystemException"/>
    public static PosixStatus OfPath(byte* path) =>
        TryGet(Platform.CurrentDirectory, path, 0, out PosixStatus status) ? status : throw Errno.Failure();

    private static bool TryGet(int directory, byte* path, int flags, out PosixStatus status) =>
        Platform.IsMacOS ? TryGetDarwin(directory, path, flags, out status) : TryGetLinux(directory, path, flags, out status);

    private static bool TryGetLinux(int directory, byte* path, int flags, out PosixStatus status)
    {
        LinuxStatX s;
        int result;
        do
            result = LibC.StatX(directory, path, flags, LinuxStatX.BasicStats, &s);
        while (result != 0 && Errno.Last == Errno.EINTR);

        status = new PosixStatus(
            s.Mode, s.User, s.Group, (long)s.Size, s.ModifiedSeconds, s.ModifiedNanoseconds);
        return result == 0;
    }

    private static bool TryGetDarwin(int directory, byte* path, int flags, out PosixStatus status)
    {
        DarwinStat s;
        int result;
        do
        {
            result = flags == Platform.AtEmptyPath
                ? Platform.HasSuffixedStat ? LibC.DarwinIntelFStat(directory, &s) : LibC.DarwinArmFStat(directory, &s)
                : Platform.HasSuffixedStat
                    ? LibC.DarwinIntelFStatAt(directory, path, &s, flags)
                    : LibC.DarwinArmFStatAt(directory, path, &s, flags);
        }
        while (result != 0 && Errno.Last == Errno.EINTR);

        status = new PosixStatus(
            s.Mode, s.User, s.Group, s.Size, s.ModifiedSeconds, s.ModifiedNanoseconds);
        return result == 0;
    }
}
