namespace WaiaaS.Tests.Infrastructure;

/// <summary>An access list of Linux, acl(5), as the kernel takes it: version 2, then each entry's kind, permissions and id.</summary>
internal static class AccessList
{
    private const string Attribute = "system.posix_acl_access";

    public enum Kind : byte
    {
        Owner = 1,
        User = 2,
        OwningGroup = 4,
        Group = 8,
        Mask = 16,
        Everyone = 32,
    }

    /// <summary>Sets the list of a file. The kernel refuses one that is not in this order, or without its base entries.</summary>
    public static void Set(string path, params (Kind Kind, byte Permissions, uint Id)[] entries) =>
        Unix.SetAttribute(path, Attribute, [2, 0, 0, 0, .. entries.SelectMany(Bytes)]);

    private static byte[] Bytes((Kind Kind, byte Permissions, uint Id) entry) =>
        [(byte)entry.Kind, 0, entry.Permissions, 0, .. BitConverter.GetBytes(entry.Id)];
}
