namespace WaiaaS.Posix;

/// <summary>
/// The access list of a file on Linux, acl(5). Where there is one, the group's permissions that <c>stat</c> shows are its
/// mask, the most that any entry may give, and say nothing of the group.
/// </summary>
internal static unsafe class PosixAccessList
{
    // linux/posix_acl_xattr.h. It is little-endian, as is every processor that PowerShell runs on.
    private const uint Version = 2;
    private const int HeaderSize = 4;
    private const int EntrySize = 8;
    private const int MostEntries = 64;

    private const ushort NamedUser = 0x02;
    private const ushort OwningGroup = 0x04;
    private const ushort NamedGroup = 0x08;
    private const ushort Mask = 0x10;
    private const ushort Everyone = 0x20;
    private const uint ReadOrWrite = 0x6;
    private const uint Root = 0;

    /// <summary>
    /// Whether anybody but root, the owner and this process' user may read or write a file. Without a list, and where it
    /// cannot be read, the permissions tell.
    /// </summary>
    public static bool LetsOthersReadOrWrite(int descriptor, PosixStatus status)
    {
        if (!status.OthersCanReadOrWrite || status.EveryoneCanReadOrWrite || Platform.IsMacOS)
            return status.OthersCanReadOrWrite;

        byte* list = stackalloc byte[HeaderSize + (MostEntries * EntrySize)];
        nint size;
        fixed (byte* name = Descriptor.NameOf("system.posix_acl_access"))
            size = LibC.FGetXAttr(descriptor, name, list, HeaderSize + (MostEntries * EntrySize));
        if (size < HeaderSize || (size - HeaderSize) % EntrySize != 0 || *(uint*)list != Version)
            return true;

        return Opens(list + HeaderSize, (int)(size - HeaderSize) / EntrySize, status.User);
    }

    private static bool Opens(byte* entries, int count, uint owner)
    {
        uint mask = ReadOrWrite;
        uint others = 0;
        uint user = LibC.GetEUid();
        for (int i = 0; i < count; i++)
        {
            byte* entry = entries + (i * EntrySize);
            ushort kind = *(ushort*)entry;
            ushort granted = *(ushort*)(entry + 2);
            uint who = *(uint*)(entry + 4);
            if (kind == Mask)
                mask = granted;
            else if (kind is OwningGroup or NamedGroup or Everyone || (kind == NamedUser && who != Root && who != owner && who != user))
                others |= granted;
        }

        return (others & mask & ReadOrWrite) != 0;
    }
}
