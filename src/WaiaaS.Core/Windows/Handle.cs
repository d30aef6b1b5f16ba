using System;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>Opening files by path, and what an open handle says of its file.</summary>
internal static unsafe class Handle
{
    public const uint GenericRead = 0x80000000;
    public const uint GenericWrite = 0x40000000;
    public const uint Delete = 0x10000;
    public const uint ReadControl = 0x20000;
    public const uint ReadAttributes = 0x80;
    public const uint ListDirectory = 0x1;

    public const uint ShareRead = 1;
    public const uint ShareWrite = 2;
    public const uint ShareDelete = 4;
    public const uint ShareAll = ShareRead | ShareWrite | ShareDelete;

    public const uint CreateNew = 1;
    public const uint OpenExisting = 3;

    /// <summary>FILE_FLAG_OPEN_REPARSE_POINT: a link is opened itself, never followed.</summary>
    public const uint NoFollow = 0x00200000;

    /// <summary>FILE_FLAG_BACKUP_SEMANTICS: directories can be opened too.</summary>
    public const uint DirectoriesToo = 0x02000000;

    /// <summary>FILE_FLAG_WRITE_THROUGH.</summary>
    public const uint WriteThrough = 0x80000000;

    /// <summary>FILE_ATTRIBUTE_READONLY.</summary>
    public const uint ReadOnlyAttribute = 0x1;

    // SECURITY_SQOS_PRESENT with SECURITY_ANONYMOUS: should a path lead to a pipe after all, its server cannot act as us.
    private const uint Anonymous = 0x00100000;

    private const uint DirectoryAttribute = 0x10;
    private const uint ReparsePointAttribute = 0x400;
    private const uint TypeDisk = 1;
    private const uint TypePipe = 3;

    // winnt.h, FILE_PERSISTENT_ACLS; fileapi.h, FILE_NAME_OPENED with VOLUME_NAME_DOS.
    private const uint PersistentAcls = 0x8;
    private const uint NameOpened = 0x8;

    /// <summary>Opens a file or directory.</summary>
    /// <returns>A handle that is invalid where that failed, with the reason in <see cref="Win32Error.Last"/>.</returns>
    public static SafeFileHandle Open(string path, uint access, uint share, uint flags, uint disposition = OpenExisting, Kernel32.SecurityAttributes* security = null) =>
        Kernel32.CreateFile(FilePath.Extended(path), access, share, security, disposition, flags | Anonymous, IntPtr.Zero);

    /// <summary>What an open handle stands for.</summary>
    /// <exception cref="FileSystemException"/>
    public static EntryKind KindOf(SafeFileHandle handle, out Kernel32.FileInformation information)
    {
        information = default;
        uint type = Kernel32.GetFileType(handle);
        if (type != TypeDisk)
            return type == TypePipe ? EntryKind.Fifo : EntryKind.Device;
        if (!Kernel32.GetFileInformationByHandle(handle, out information))
            throw Win32Error.Failure();
        return KindOf(information.Attributes);
    }

    /// <summary>What a file's attributes make of it.</summary>
    public static EntryKind KindOf(uint attributes)
    {
        if ((attributes & ReparsePointAttribute) != 0)
            return EntryKind.SymbolicLink;
        return (attributes & DirectoryAttribute) != 0 ? EntryKind.Directory : EntryKind.Regular;
    }

    /// <summary>Whether it is a directory, be it one that a file system filter marks as a reparse point, as cloud storage does.</summary>
    /// <exception cref="FileSystemException"/>
    public static bool IsDirectory(SafeFileHandle handle, out Kernel32.FileInformation information) =>
        KindOf(handle, out information) is EntryKind.Directory or EntryKind.SymbolicLink && (information.Attributes & DirectoryAttribute) != 0;

    /// <summary>Whether the volume keeps access control lists: NTFS does, FAT does not. One that does not say counts as one that does.</summary>
    public static bool KeepsAccess(SafeFileHandle handle) =>
        !Kernel32.GetVolumeInformationByHandle(handle, null, 0, out _, out _, out uint flags, null, 0) || (flags & PersistentAcls) != 0;

    /// <summary>The path that leads to an open file without links on the way; null where the volume does not tell.</summary>
    public static string? FinalPath(SafeFileHandle handle)
    {
        uint length = Kernel32.GetFinalPathNameByHandle(handle, null, 0, NameOpened);
        if (length == 0)
            return null;

        var path = new char[length + 1];
        fixed (char* start = path)
        {
            uint written = Kernel32.GetFinalPathNameByHandle(handle, start, (uint)path.Length, NameOpened);
            return written > 0 && written < path.Length ? new string(start, 0, (int)written) : null;
        }
    }
}
