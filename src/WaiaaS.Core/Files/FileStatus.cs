using System;

namespace WaiaaS.Files;

/// <summary>What the operating system says of an opened file, without its content.</summary>
internal sealed class FileStatus
{
    private readonly Func<string> _owner;
    private readonly Func<string> _access;

    /// <param name="kind">See <see cref="Kind"/>.</param>
    /// <param name="length">See <see cref="Length"/>.</param>
    /// <param name="lastWriteTime">See <see cref="LastWriteTime"/>.</param>
    /// <param name="owner">Looks the owner's name up, which may ask a directory service: only when it is to be shown.</param>
    /// <param name="mode">See <see cref="Mode"/>.</param>
    /// <param name="access">Puts the access into words.</param>
    /// <param name="ownerTrusted">See <see cref="OwnerTrusted"/>.</param>
    /// <param name="openToOthers">See <see cref="OpenToOthers"/>.</param>
    public FileStatus(
        EntryKind kind, long length, DateTimeOffset lastWriteTime, Func<string> owner, string? mode, Func<string> access, bool ownerTrusted, bool openToOthers)
    {
        Kind = kind;
        Length = length;
        LastWriteTime = lastWriteTime;
        _owner = owner;
        Mode = mode;
        _access = access;
        OwnerTrusted = ownerTrusted;
        OpenToOthers = openToOthers;
    }

    /// <summary>What kind of file it is.</summary>
    public EntryKind Kind { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>When its content was last written.</summary>
    public DateTimeOffset LastWriteTime { get; }

    /// <summary>Who owns it, in words for a message.</summary>
    public string Owner => _owner();

    /// <summary>POSIX permissions in octal, such as <c>0644</c>; null on Windows.</summary>
    public string? Mode { get; }

    /// <summary>Who may read or write it, in words.</summary>
    public string Access => _access();

    /// <summary>Whether the owner is the current user, the system, or the owner of a directory that only that owner can write to.</summary>
    public bool OwnerTrusted { get; }

    /// <summary>Whether anybody but the owner and the system may read or write it.</summary>
    public bool OpenToOthers { get; }
}
