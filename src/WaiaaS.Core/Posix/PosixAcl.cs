namespace WaiaaS.Posix;

/// <summary>
/// The access list of a file on Linux, acl(5). Where there is one, the group's permissions that <c>stat</c> shows are its
/// mask, the most that any entry may give, and say nothing of the group.
/// </summary>
internal static unsafe class PosixAcl
{
    // linux/posix_acl_xattr.h. It is little-endian, as is every processor that PowerShell runs on.
    private const uint Version = 2;
    private const int HeaderSize = 4;
    private const int EntrySize = 8;
    private const int MaximumEntries = 64;

    private const ushort ACL_USER = 0x02;
    private const ushort ACL_GROUP_OBJ = 0x04;
    private const ushort ACL_GROUP = 0x08;
    private const ushort ACL_MASK = 0x10;
    private const ushort ACL_OTHER = 0x20;
    private const uint ReadOrWrite = 0b110;
    private const uint WriteOnly = 0b010;
    private const uint Root = 0;

    /// <summary>
    /// Whether anyone but root, the owner and this process' user may read or write a file. Without a list, and where it
    /// cannot be read, the permissions tell.
    /// </summary>
    public static bool GrantsOthersAccess(FileDescriptor file, PosixStat stat) =>
        stat.GrantsOthersAccess && (stat.GrantsEveryoneAccess || ListGrants(file.ProcPath, stat.Uid, ReadOrWrite));

    /// <summary>The same of adding and removing names in a directory, whether it is sticky or not.</summary>
    public static bool GrantsOthersWrite(string directory, PosixStat stat) =>
        stat.IsWritableByOthers && (stat.IsWritableByEveryone || ListGrants(directory, stat.Uid, WriteOnly));

    private static bool ListGrants(string path, uint owner, uint rights)
    {
        if (LibC.IsMacOS)
            return true;
        byte* list = stackalloc byte[HeaderSize + (MaximumEntries * EntrySize)];
        nint size;
        fixed (byte* file = FileDescriptor.ToCString(path), name = FileDescriptor.ToCString("system.posix_acl_access"))
            size = LibC.GetXAttr(file, name, list, HeaderSize + (MaximumEntries * EntrySize));
        if (size < HeaderSize || (size - HeaderSize) % EntrySize != 0 || *(uint*)list != Version)
            return true;

        return GrantsOthersAccess(list + HeaderSize, (int)(size - HeaderSize) / EntrySize, owner, rights);
    }

    private static bool GrantsOthersAccess(byte* entries, int count, uint owner, uint rights)
    {
        uint mask = rights;
        uint others = 0;
        uint user = LibC.GetEUid();
        for (int i = 0; i < count; i++)
        {
            byte* entry = entries + (i * EntrySize);
            ushort tag = *(ushort*)entry;
            ushort permissions = *(ushort*)(entry + 2);
            uint id = *(uint*)(entry + 4);
            if (tag == ACL_MASK)
                mask = permissions;
            else if (tag is ACL_GROUP_OBJ or ACL_GROUP or ACL_OTHER || (tag == ACL_USER && id != Root && id != owner && id != user))
                others |= permissions;
        }

        return (others & mask & rights) != 0;
    }
}
