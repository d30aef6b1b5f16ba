using System;
using System.Linq;

namespace WaiaaS.Files;

/// <summary>What the operating system says of an open file, without its content.</summary>
internal abstract class FileStatus(FileType type, long length, DateTimeOffset lastWriteTime, bool isOwnerTrusted, bool isOpenToOthers)
{
    /// <summary>What kind of file it is.</summary>
    public FileType Type => type;

    /// <summary>Bytes.</summary>
    public long Length => length;

    /// <summary>When its content was last written.</summary>
    public DateTimeOffset LastWriteTime => lastWriteTime;

    /// <summary>The owner's name, looked up only now: that may ask a directory service.</summary>
    public abstract string Owner { get; }

    /// <summary>POSIX permissions in octal, such as <c>0644</c>; null on Windows.</summary>
    public abstract string? Mode { get; }

    /// <summary>
    /// Whether its permissions call it a program, as those do that a volume without permissions of its own gives every file.
    /// </summary>
    public bool IsExecutable => Mode is { } mode && mode.Skip(1).Any(digit => digit is '1' or '3' or '5' or '7');

    /// <summary>Who may read or write it, in words.</summary>
    public abstract string Access { get; }

    /// <summary>Whether the owner is the current user, the system, or the owner of a directory that only that owner can write to.</summary>
    public bool IsOwnerTrusted => isOwnerTrusted;

    /// <summary>Whether anyone but the owner and the system may read or write it.</summary>
    public bool IsOpenToOthers => isOpenToOthers;
}
