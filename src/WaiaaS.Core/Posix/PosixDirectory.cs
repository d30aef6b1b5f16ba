using System;
using System.Collections.Generic;
using System.IO;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>An open directory. All names are looked up relative to its descriptor.</summary>
internal sealed unsafe class PosixDirectory : ITokenDirectory
{
    private const uint Root = 0;

    private readonly Descriptor _directory;
    private readonly PosixStatus _status;

    private PosixDirectory(Descriptor directory, string path)
    {
        _directory = directory;
        Path = path;
        try
        {
            _status = PosixStatus.Of(directory.Number);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public bool OthersCanWrite => _status.OthersCanSwapNames;

    public bool KeepsOthersOut => true;

    /// <summary>Whom files made here are given to: as root in somebody's directory, that somebody.</summary>
    private (uint User, uint Group)? NewOwner =>
        _status.User != Root && LibC.GetEUid() == Root ? (_status.User, _status.Group) : null;

    /// <summary>Opens a directory that is there, following links.</summary>
    public static PosixDirectory Open(string path) => TryOpen(path) ?? throw Errno.Failure();

    /// <summary>Opens a directory and creates what is missing of its path.</summary>
    public static PosixDirectory OpenOrCreate(string path)
    {
        PosixDirectory? directory = TryOpen(path);
        if (directory is not null)
            return directory;

        int errno = Errno.Last;
        string? parentPath = System.IO.Path.GetDirectoryName(path);
        if (errno != Errno.ENOENT || string.IsNullOrEmpty(parentPath))
            throw Errno.Failure(errno);

        using (PosixDirectory parent = OpenOrCreate(parentPath!))
        {
            NewDirectory.Create(parent._directory, parent._status, System.IO.Path.GetFileName(path), parent.NewOwner);

            // Without this a power cut can take the whole directory, with the token in it.
            parent.Flush();
        }

        return Open(path);
    }

    public EntryKind KindOf(string name)
    {
        fixed (byte* entry = Descriptor.NameOf(name))
            return PosixStatus.TryGetName(_directory.Number, entry, out PosixStatus status) ? status.Kind : EntryKind.Missing;
    }

    public INewFile Create(string name)
    {
        fixed (byte* entry = Descriptor.NameOf(name))
        {
            int flags = Platform.WriteOnly | Platform.Create | Platform.Exclusive | Platform.NoFollow;
            Descriptor? file = Descriptor.OpenAt(_directory.Number, entry, flags, PosixStatus.PrivateFile);
            return file is null ? throw Errno.Failure() : new PosixNewFile(file, NewOwner);
        }
    }

    public void Replace(string source, string target)
    {
        fixed (byte* from = Descriptor.NameOf(source), to = Descriptor.NameOf(target))
        {
            while (LibC.RenameAt(_directory.Number, from, _directory.Number, to) != 0)
            {
                if (Errno.Last != Errno.EINTR)
                    throw Errno.Failure();
            }
        }
    }

    public void Delete(string name)
    {
        fixed (byte* entry = Descriptor.NameOf(name))
        {
            while (LibC.UnlinkAt(_directory.Number, entry, 0) != 0)
            {
                if (Errno.Last != Errno.EINTR)
                    throw Errno.Failure();
            }
        }
    }

    public bool Flush()
    {
        int errno = _directory.Flush();
        if (errno == 0)
            return true;

        // POSIX, fsync: EINVAL where the file cannot be synchronised. Some network and FUSE file systems say so of
        // every directory, and then no writer could do better.
        return errno == Errno.EINVAL || errno == Errno.ENOTSUP || errno == Errno.EOPNOTSUPP || errno == Errno.ENOSYS
            ? false
            : throw Errno.Failure(errno);
    }

    public IEnumerable<string> Names()
    {
        try
        {
            // By path: only names come from here, and every one is looked at again relative to the descriptor.
            string[] names = Directory.GetFileSystemEntries(Path);
            for (int i = 0; i < names.Length; i++)
                names[i] = System.IO.Path.GetFileName(names[i]);
            return names;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileSystemException(FailureKind.Other, string.Empty, failure.Message);
        }
    }

    public DateTimeOffset? LastWriteOfOwnFile(string name)
    {
        fixed (byte* entry = Descriptor.NameOf(name))
        {
            if (!PosixStatus.TryGetName(_directory.Number, entry, out PosixStatus status) || status.Kind != EntryKind.Regular)
                return null;
            uint user = LibC.GetEUid();
            bool own = status.User == user || (user == Root && status.User == _status.User);
            return own ? status.Modified : null;
        }
    }

    public void Dispose() => _directory.Dispose();

    private static PosixDirectory? TryOpen(string path)
    {
        fixed (byte* name = Descriptor.NameOf(path))
        {
            Descriptor? directory = Descriptor.Open(name, Platform.ReadOnly | Platform.OnlyDirectory);
            return directory is null ? null : new PosixDirectory(directory, path);
        }
    }
}
