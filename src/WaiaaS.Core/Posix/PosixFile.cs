using System;
using WaiaaS.Files;
using WaiaaS.Tokens;

namespace WaiaaS.Posix;

/// <summary>A file that was just created with owner-only permissions, still empty.</summary>
internal sealed unsafe class PosixNewFile : INewFile
{
    private readonly FileDescriptor _file;
    private readonly PosixDirectory _directory;
    private readonly string _name;

    /// <param name="file">The open file; this object closes it.</param>
    /// <param name="directory">Its directory, which stays open as long.</param>
    /// <param name="name">Its name there.</param>
    /// <exception cref="FileSystemException"/>
    public PosixNewFile(FileDescriptor file, PosixDirectory directory, string name)
    {
        _file = file;
        _directory = directory;
        _name = name;
        FileLock locked = FileLocks.TryTakeAsWriter(file);
        PosixStat stat = PosixStat.Of(file);

        // A removal can take the file before it is locked. Not every file system counts links, so the name is looked at too.
        if (locked == FileLock.Held || (stat.Links == 0 && directory.TypeOf(name) == FileType.Missing))
            throw new FileSystemException(FileSystemError.Claimed, string.Empty, Messages.TemporaryFileClaimed);

        if (directory.NewOwner is { } owner && stat.Uid != owner.Uid)
        {
            if (file.TrySetOwner(owner.Uid, owner.Gid))
                stat = stat.WithOwner(owner.Uid, owner.Gid);
            else
                DeniedOwner = SystemUsers.NameOf(owner.Uid);
        }

        // A umask may have taken the owner's own permissions, and a file system without permissions shows others.
        if (!stat.HasMode(PosixStat.Mode0600))
        {
            IsModeRefused = !file.TrySetMode(PosixStat.Mode0600);
            stat = PosixStat.Of(file);
        }

        Status = new PosixFileStatus(stat, isOwnerTrusted: true, stat.GrantsOthersAccess);
    }

    public FileStatus Status { get; }

    public bool IsModeRefused { get; }

    public string? DeniedOwner { get; }

    public void Write(byte* content, int length) => _file.WriteAll(content, length);

    public void Flush()
    {
        int errno = _file.Flush();
        if (errno != 0)
            throw Errno.ToException(errno);
    }

    public void RenameTo(string target) => _directory.Replace(_name, target);

    public void Close() => _file.CloseOrThrow();

    public void Dispose() => _file.Dispose();
}

/// <summary>A file that is open for reading.</summary>
internal sealed unsafe class PosixOpenedFile : IOpenedFile
{
    private const uint Root = 0;

    private readonly FileDescriptor _file;

    /// <param name="file">The open file; this object closes it.</param>
    /// <param name="directory">The directory it was opened in.</param>
    /// <exception cref="FileSystemException"/>
    public PosixOpenedFile(FileDescriptor file, PosixDirectory directory)
    {
        _file = file;
        PosixStat stat = PosixStat.Of(file);
        Status = new PosixFileStatus(stat, IsTrusted(stat, directory), PosixAcl.GrantsOthersAccess(file, stat));
    }

    public FileStatus Status { get; }

    public int Read(byte* buffer, int capacity) => _file.ReadAll(buffer, capacity, Status.Length);

    public bool IsUnchanged(byte* content, int length)
    {
        using var again = new SecretBuffer(length + 1);

        // A writer that the scheduler interrupts within a write leaves parts of two tokens to be read for a while, twice too.
        _file.WaitForPendingWrite();
        return _file.ReadAtStart(again.Bytes, length + 1) == length && again.StartsWith(content, length);
    }

    public void Dispose() => _file.Dispose();

    // The sticky bit does not count: it keeps others from replacing the owner's files, not from planting their own.
    private static bool IsTrusted(PosixStat file, PosixDirectory directory) =>
        file.Uid == Root || file.Uid == LibC.GetEUid() || (file.Uid == directory.Owner && !directory.GrantsOthersWrite);
}

/// <summary>A temporary file whose writer is gone; its lock is held until disposal.</summary>
internal sealed class PosixAbandonedFile(FileDescriptor file, PosixDirectory directory, string name, DateTimeOffset lastWrite, bool isCertain) : IAbandonedFile
{
    public DateTimeOffset LastWrite => lastWrite;

    public bool IsCertain => isCertain;

    public void Delete() => directory.Delete(name);

    public void Dispose() => file.Dispose();
}
