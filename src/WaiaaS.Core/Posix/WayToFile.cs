using System;
using System.Collections.Generic;
using System.Linq;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>
/// Checks every directory on the path to a token, and the links on it, as OpenSSH's <c>safe_path</c> does (misc.c):
/// a user who owns one of them, or can write to it, can exchange the next one.
/// </summary>
internal sealed unsafe class WayToFile
{
    private const uint Root = 0;

    // path_resolution(7): Linux follows 40.
    private const int MaximumLinks = 40;

    private readonly FileDescriptor _anchor;
    private readonly uint _user = LibC.GetEUid();
    private readonly uint? _directoryOwner;
    private readonly Stack<string> _pending = new();
    private string _current = "/";
    private bool _isSticky;

    /// <param name="directory">The opened directory.</param>
    /// <param name="directoryOwner">Its owner, where root trusts that user here; else null.</param>
    private WayToFile(FileDescriptor directory, uint? directoryOwner)
    {
        _anchor = directory;
        _directoryOwner = directoryOwner;
    }

    /// <summary>The first directory or link on the way whose owner is not trusted, or that others can write to; null for none.</summary>
    /// <param name="directory">The opened directory.</param>
    /// <param name="path">The absolute path that it was opened by.</param>
    /// <param name="directoryOwner">Its owner, where root trusts that user here; else null.</param>
    public static UntrustedDirectory? FindUntrusted(FileDescriptor directory, string path, uint? directoryOwner) =>
        new WayToFile(directory, directoryOwner).Walk(path);

    private UntrustedDirectory? Walk(string path)
    {
        Push(path);
        if (Look("/", isLast: false, out _) is { } root)
            return root;
        int links = 0;
        while (_pending.Count > 0)
        {
            string name = _pending.Pop();
            if (name == "..")
            {
                _current = System.IO.Path.GetDirectoryName(_current) ?? "/";
                continue;
            }

            string next = _current == "/" ? "/" + name : _current + "/" + name;
            UntrustedDirectory? untrusted = Look(next, _pending.Count == 0, out FileType type);
            if (untrusted is not null || type == FileType.Missing)
                return untrusted;
            if (type != FileType.SymbolicLink)
            {
                _current = next;
                continue;
            }

            // What lies behind a link that vanishes is not on this way any more.
            if (++links > MaximumLinks || RealPath.TargetOf(next) is not { } target)
                return null;
            Push(target);
        }

        return null;
    }

    private void Push(string path)
    {
        if (path.StartsWith("/", StringComparison.Ordinal))
            _current = "/";
        foreach (string name in path.Split('/').Reverse())
        {
            if (name.Length > 0 && name != ".")
                _pending.Push(name);
        }
    }

    // Directories that cannot be inspected, because a parent denies access, are skipped.
    private UntrustedDirectory? Look(string path, bool isLast, out FileType type)
    {
        type = FileType.Missing;
        fixed (byte* name = FileDescriptor.ToCString(path))
        {
            PosixStat stat;
            try
            {
                if (!PosixStat.TryGetName(_anchor, name, out stat))
                    return null;
            }
            catch (FileSystemException)
            {
                return null;
            }

            type = stat.Type;

            // A link's owner can change it only where others can write and the sticky bit protects what is theirs.
            if (type == FileType.SymbolicLink)
                return _isSticky && !IsTrusted(stat.Uid) ? new UntrustedDirectory(path, SystemUsers.NameOf(stat.Uid), isWritable: false) : null;
            if (!IsTrusted(stat.Uid))
                return new UntrustedDirectory(path, SystemUsers.NameOf(stat.Uid), isWritable: false);
            bool isWritable = PosixAcl.GrantsOthersWrite(path, stat);
            _isSticky = isWritable && stat.IsSticky && (stat.Uid == Root || stat.Uid == _user);

            // Of the last one the writer and the reader warn themselves.
            return isWritable && !_isSticky && !isLast ? new UntrustedDirectory(path, SystemUsers.NameOf(stat.Uid), isWritable: true) : null;
        }
    }

    private bool IsTrusted(uint owner) =>
        owner == Root || owner == _user || owner == _directoryOwner || SystemUsers.IsUnmapped(owner);
}
