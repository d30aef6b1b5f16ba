using System;
using System.Collections.Generic;
using System.IO;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>An open directory. All names are looked up relative to its descriptor.</summary>
internal sealed unsafe class PosixDirectory : ITokenDirectory
{
    private const uint Root = 0;

    // What an fsync or a listing needs.
    private static readonly int ForWriting = LibC.O_RDONLY | LibC.O_DIRECTORY;
    private static readonly int ForReading = LibC.O_DIRECTORY | (LibC.IsMacOS ? LibC.O_RDONLY : LibC.O_PATH);

    private readonly FileDescriptor _directory;
    private readonly PosixStat _stat;

    // What went wrong with the flush of a directory above in which one was made on the way here.
    private FileSystemException? _failedFlush;
    private bool _cannotFlush;

    private PosixDirectory(FileDescriptor directory, string path)
    {
        _directory = directory;
        Path = path;
        try
        {
            _stat = PosixStat.Of(directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public uint Owner => _stat.Uid;

    /// <summary>Whether others can add names here, be the directory sticky or not.</summary>
    public bool GrantsOthersWrite => PosixAcl.GrantsOthersWrite(_directory.ProcPath, _stat);

    // In a sticky directory its owner can replace what is not theirs.
    public bool IsWritableByOthers =>
        GrantsOthersWrite && !(_stat.IsSticky && (_stat.Uid == Root || _stat.Uid == LibC.GetEUid()));

    public bool SupportsPermissions => true;

    public string? DeniedOwner { get; private set; }

    public string? UnknownNewOwner => HandOver == HandOver.ToUnknown ? SystemUsers.NameOf(_stat.Uid) : null;

    /// <summary>Whom new files here are given to: root, in a user's directory, gives them to that user.</summary>
    public (uint Uid, uint Gid)? NewOwner => HandOver is HandOver.ToUser or HandOver.ToUnknown ? (_stat.Uid, _stat.Gid) : null;

    private HandOver HandOver => HandOvers.For(_stat.Uid, Path);

    /// <summary>Opens an existing directory, following links.</summary>
    /// <exception cref="FileSystemException"/>
    public static PosixDirectory Open(string path) => TryOpen(path, ForWriting) ?? throw Errno.LastException();

    /// <summary>Opens an existing directory, following links, to open files in it for reading and for nothing else.</summary>
    /// <exception cref="FileSystemException"/>
    public static PosixDirectory OpenForReading(string path) => TryOpen(path, ForReading) ?? throw Errno.LastException();

    /// <summary>Opens a directory and creates what is missing of its path.</summary>
    /// <exception cref="FileSystemException"/>
    public static PosixDirectory OpenOrCreate(string path)
    {
        PosixDirectory? directory = TryOpen(path, ForWriting);
        if (directory is not null)
            return directory.HandOver == HandOver.Refused ? throw directory.Refuse() : directory;

        int errno = Errno.Last;
        string? parentPath = System.IO.Path.GetDirectoryName(path);
        if (errno != Errno.ENOENT || string.IsNullOrEmpty(parentPath))
            throw Errno.ToException(errno);

        using PosixDirectory parent = OpenOrCreate(parentPath!);
        parent.DeniedOwner = NewDirectory.Create(parent, parent._directory, System.IO.Path.GetFileName(path)) ?? parent.DeniedOwner;
        parent.FlushNewEntry();
        directory = Open(path);
        directory._failedFlush = parent._failedFlush;
        directory._cannotFlush = parent._cannotFlush;
        directory.DeniedOwner = parent.DeniedOwner;
        return directory;
    }

    public FileType TypeOf(string name)
    {
        fixed (byte* entry = FileDescriptor.ToCString(name))
            return PosixStat.TryGetName(_directory, entry, out PosixStat stat) ? stat.Type : FileType.Missing;
    }

    public IOpenedFile OpenFile(string name)
    {
        fixed (byte* entry = FileDescriptor.ToCString(name))
        {
            // O_NONBLOCK: a FIFO without a writer would hang the open; a regular file does not care.
            FileDescriptor file = _directory.OpenAt(entry, LibC.O_RDONLY | LibC.O_NOFOLLOW | LibC.O_NONBLOCK) ?? throw WhyNotOpened(entry);
            try
            {
                return new PosixOpenedFile(file, this);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    public INewFile Create(string name)
    {
        fixed (byte* entry = FileDescriptor.ToCString(name))
        {
            // O_RDWR: NFS maps flock to a lock of the whole file, and a shared one needs read access.
            FileDescriptor file = _directory.OpenAt(entry, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, PosixStat.Mode0600)
                ?? throw Errno.LastException();
            try
            {
                return new PosixNewFile(file, this, name);
            }
            catch
            {
                // It is empty: nothing is lost where the removal fails too.
                file.Dispose();
                _ = LibC.UnlinkAt(_directory, entry, 0);
                throw;
            }
        }
    }

    public void CheckReplaceable(string target) => ReplaceCheck.Run(_directory, target);

    /// <summary>Renames a file over another in one step. It never copies, and there is no instant without the target.</summary>
    /// <exception cref="FileSystemException"/>
    public void Replace(string source, string target)
    {
        fixed (byte* from = FileDescriptor.ToCString(source), to = FileDescriptor.ToCString(target))
        {
            while (Errno.IsInterruptedAtName(LibC.RenameAt(_directory, from, _directory, to)))
                continue;
        }
    }

    public void Delete(string name)
    {
        fixed (byte* entry = FileDescriptor.ToCString(name))
        {
            while (Errno.IsInterruptedAtName(LibC.UnlinkAt(_directory, entry, 0)))
                continue;
        }
    }

    public bool Flush()
    {
        if (_failedFlush is not null)
            throw _failedFlush;
        int errno = _directory.Flush();
        if (errno == 0)
            return !_cannotFlush;
        FileSystemException reason = Errno.ToException(errno);
        return Unsupported.Includes(Request.FlushDirectory, reason.Code) ? false : throw reason;
    }

    public IEnumerable<string> Names()
    {
        try
        {
            // By path: only names come from here, and every one is looked up again relative to the descriptor.
            string[] names = Directory.GetFileSystemEntries(Path);
            for (int i = 0; i < names.Length; i++)
                names[i] = System.IO.Path.GetFileName(names[i]);
            return names;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileSystemException(FileSystemError.Other, string.Empty, error.Message);
        }
    }

    public DateTimeOffset LastChange() => PosixStat.Of(_directory).Modified;

    public UntrustedDirectory? FindUntrusted() =>
        WayToFile.FindUntrusted(_directory, Path, HandOver is HandOver.ToUser or HandOver.ToUnknown ? _stat.Uid : null);

    public IAbandonedFile? TryClaim(string name)
    {
        fixed (byte* entry = FileDescriptor.ToCString(name))
        {
            if (!PosixStat.TryGetName(_directory, entry, out PosixStat stat) || !IsOwn(stat))
                return null;

            // O_RDWR: NFS maps flock to a lock of the whole file, and an exclusive one needs write access.
            int flags = LibC.O_NOFOLLOW | LibC.O_NONBLOCK;
            FileDescriptor file = _directory.OpenAt(entry, LibC.O_RDWR | flags) ?? _directory.OpenAt(entry, LibC.O_RDONLY | flags)
                ?? throw Errno.LastException();
            stat = PosixStat.Of(file);
            FileLock taken = FileLocks.TryTakeAbandoned(file);
            if (taken != FileLock.Held && IsOwn(stat))
                return new PosixAbandonedFile(file, this, name, stat.Modified, taken == FileLock.Taken);
            file.Dispose();
            return null;
        }
    }

    public void Dispose() => _directory.Dispose();

    // Without this a power cut can take a new directory, with the token in it. A failure is no reason not to write the token:
    // it is reported once the token is in place.
    private void FlushNewEntry()
    {
        try
        {
            _cannotFlush = !Flush();
        }
        catch (FileSystemException reason)
        {
            _failedFlush = reason;
        }
    }

    private FileSystemException Refuse()
    {
        Dispose();
        return new FileSystemException(FileSystemError.ForeignDirectory, string.Empty, Messages.ForeignDirectory(Path, SystemUsers.NameOf(_stat.Uid)));
    }

    private bool IsOwn(PosixStat stat)
    {
        uint user = LibC.GetEUid();
        return stat.Type == FileType.Regular && (stat.Uid == user || (user == Root && stat.Uid == _stat.Uid));
    }

    private static PosixDirectory? TryOpen(string path, int flags)
    {
        fixed (byte* name = FileDescriptor.ToCString(path))
        {
            FileDescriptor? directory = FileDescriptor.Open(name, flags);
            return directory is null ? null : new PosixDirectory(directory, path);
        }
    }

    // ENXIO means a socket or a device without a driver: the name's type says which.
    private FileSystemException WhyNotOpened(byte* name)
    {
        int errno = Errno.Last;
        if (errno == Errno.ELOOP)
            return new FileSystemException(FileType.SymbolicLink, string.Empty, string.Empty);
        try
        {
            if (errno != Errno.EACCES && errno != Errno.ENOENT && PosixStat.TryGetName(_directory, name, out PosixStat stat)
                && stat.Type is not FileType.Regular and not FileType.Directory)
            {
                return new FileSystemException(stat.Type, string.Empty, string.Empty);
            }
        }
        catch (FileSystemException)
        {
            // The first error is the one to tell.
        }

        return Errno.ToException(errno);
    }
}
