using System;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>Creates a directory on the way to a token, for its owner alone.</summary>
internal static unsafe class NewDirectory
{
    private const int DotAndDotDot = 2;

    /// <summary>Creates it. Leaves a directory alone that another process has just made.</summary>
    /// <param name="parent">The directory to create it in.</param>
    /// <param name="descriptor">The descriptor of that.</param>
    /// <param name="name">Its name there.</param>
    /// <returns>The user who should own it but could not be made its owner; null for none.</returns>
    /// <exception cref="FileSystemException"/>
    public static string? Create(PosixDirectory parent, FileDescriptor descriptor, string name)
    {
        fixed (byte* entry = FileDescriptor.ToCString(name))
        {
            int result;
            do
                result = LibC.MkDirAt(descriptor, entry, PosixStat.Mode0700);
            while (result != 0 && Errno.Last == Errno.EINTR);

            if (result == 0)
                return SetModeAndOwner(parent, descriptor, entry);
            return Errno.Last == Errno.EEXIST ? null : throw Errno.LastException();
        }
    }

    private static string? SetModeAndOwner(PosixDirectory parent, FileDescriptor descriptor, byte* name)
    {
        int flags = LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_NOFOLLOW;
        using FileDescriptor? created = descriptor.OpenAt(name, flags) ?? OpenDespiteUmask(descriptor, name, flags);
        if (created is null)
            throw Errno.LastException();

        // Anyone else who can write here can put another directory in the new one's place, such as one of root's own.
        // Only one that is ours and empty may be the new one; any other stays as it is.
        uint user = LibC.GetEUid();
        PosixStat stat = PosixStat.Of(created);
        bool onlyOurs = parent.Owner == user && !parent.GrantsOthersWrite;
        if (!onlyOurs && (stat.Uid != user || !IsEmpty(created)))
            return null;

        // A file system that refuses it refuses it for the token file too, which the writer warns of.
        if (!stat.HasMode(PosixStat.Mode0700))
            _ = created.TrySetMode(PosixStat.Mode0700);
        return parent.NewOwner is { } owner && stat.Uid != owner.Uid && !created.TrySetOwner(owner.Uid, owner.Gid)
            ? SystemUsers.NameOf(owner.Uid)
            : null;
    }

    // A umask of 0777 leaves a directory that not even its owner can open. A link is not followed to be changed.
    private static FileDescriptor? OpenDespiteUmask(FileDescriptor parent, byte* name, int flags) =>
        Errno.Last == Errno.EACCES && LibC.FChModAt(parent, name, PosixStat.Mode0700, LibC.AT_SYMLINK_NOFOLLOW) == 0
            ? parent.OpenAt(name, flags)
            : null;

    private static bool IsEmpty(FileDescriptor directory)
    {
        byte* self = stackalloc byte[] { (byte)'.', 0 };
        using FileDescriptor? listed = directory.OpenAt(self, LibC.O_RDONLY | LibC.O_DIRECTORY);
        if (listed is null)
            return false;
        IntPtr stream = LibC.FdOpenDir(listed);
        if (stream == IntPtr.Zero)
            return false;

        // The stream has the descriptor now, and closes it.
        listed.Detach();
        int entries = 0;
        while (entries <= DotAndDotDot && LibC.ReadDir(stream) != IntPtr.Zero)
            entries++;
        bool readAll = Errno.Last == 0;
        _ = LibC.CloseDir(stream);
        return readAll && entries <= DotAndDotDot;
    }
}
