using System;

namespace WaiaaS.Posix;

/// <summary>Makes a directory for its owner alone, under any umask.</summary>
internal static unsafe class NewDirectory
{
    private const int DotAndDotDot = 2;

    /// <summary>Makes a directory, or leaves the one that somebody else has just made.</summary>
    /// <param name="parent">Where.</param>
    /// <param name="parentStatus">What is known of that.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="owner">Whom to give it to; null to keep it.</param>
    /// <exception cref="Files.FileSystemException"/>
    public static void Create(Descriptor parent, PosixStatus parentStatus, string name, (uint User, uint Group)? owner)
    {
        fixed (byte* entry = Descriptor.NameOf(name))
        {
            int result;
            do
                result = LibC.MkDirAt(parent.Number, entry, PosixStatus.PrivateDirectory);
            while (result != 0 && Errno.Last == Errno.EINTR);

            if (result == 0)
                SettleAccess(parent, parentStatus, entry, owner);
            else if (Errno.Last != Errno.EEXIST)
                throw Errno.Failure();
        }
    }

    private static void SettleAccess(Descriptor parent, PosixStatus parentStatus, byte* entry, (uint User, uint Group)? owner)
    {
        int flags = Platform.ReadOnly | Platform.OnlyDirectory | Platform.NoFollow;
        using Descriptor? created = Descriptor.OpenAt(parent.Number, entry, flags) ?? OpenDespiteUmask(parent, entry, flags);
        if (created is null)
            throw Errno.Failure();

        // Whoever else can write to the parent can put another directory in the new one's place, such as one of root's
        // own. Only one that is ours and empty may be the new one; any other stays as it is.
        uint user = LibC.GetEUid();
        PosixStatus status = PosixStatus.Of(created.Number);
        bool onlyOurs = parentStatus.User == user && parentStatus.OnlyOwnerCanWrite;
        if (!onlyOurs && (status.User != user || !IsEmpty(created)))
            return;

        if (!status.HasMode(PosixStatus.PrivateDirectory))
            created.SetMode(PosixStatus.PrivateDirectory);
        if (owner is { } heir)
            created.SetOwner(heir.User, heir.Group);
    }

    // A umask of 0777 leaves a directory that not even its owner can open. A link is not followed to be changed.
    private static Descriptor? OpenDespiteUmask(Descriptor parent, byte* entry, int flags)
    {
        if (Errno.Last != Errno.EACCES
            || LibC.FChModAt(parent.Number, entry, PosixStatus.PrivateDirectory, Platform.AtNoFollow) != 0)
        {
            return null;
        }

        return Descriptor.OpenAt(parent.Number, entry, flags);
    }

    private static bool IsEmpty(Descriptor directory)
    {
        byte* self = stackalloc byte[] { (byte)'.', 0 };
        using Descriptor? listed = Descriptor.OpenAt(directory.Number, self, Platform.ReadOnly | Platform.OnlyDirectory);
        if (listed is null)
            return false;
        IntPtr stream = LibC.FdOpenDir(listed.Number);
        if (stream == IntPtr.Zero)
            return false;

        // The stream has the descriptor now, and closes it.
        listed.Release();
        int entries = 0;
        while (entries <= DotAndDotDot && LibC.ReadDir(stream) != IntPtr.Zero)
            entries++;
        bool readAll = Errno.Last == 0;
        _ = LibC.CloseDir(stream);
        return readAll && entries <= DotAndDotDot;
    }
}
