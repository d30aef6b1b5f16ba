using System;
using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Windows;

/// <summary>Win32's file constants, opening files by path, and what an open handle says of its file.</summary>
internal static unsafe class Win32File
{
    public const uint GENERIC_READ = 0x80000000;
    public const uint GENERIC_WRITE = 0x40000000;
    public const uint DELETE = 0x10000;
    public const uint READ_CONTROL = 0x20000;
    public const uint FILE_READ_ATTRIBUTES = 0x80;
    public const uint FILE_LIST_DIRECTORY = 0x1;

    public const uint FILE_SHARE_READ = 1;
    public const uint FILE_SHARE_WRITE = 2;
    public const uint FILE_SHARE_DELETE = 4;
    public const uint ShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

    public const uint CREATE_NEW = 1;
    public const uint OPEN_EXISTING = 3;

    /// <summary>A link is opened itself, never followed.</summary>
    public const uint FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000;

    /// <summary>Directories can be opened too.</summary>
    public const uint FILE_FLAG_BACKUP_SEMANTICS = 0x02000000;

    public const uint FILE_FLAG_WRITE_THROUGH = 0x80000000;

    public const uint FILE_ATTRIBUTE_READONLY = 0x1;

    // SECURITY_SQOS_PRESENT with SECURITY_ANONYMOUS: should a path lead to a pipe after all, its server cannot impersonate us.
    private const uint Anonymous = 0x00100000;

    private const uint FILE_ATTRIBUTE_DIRECTORY = 0x10;
    private const uint FILE_ATTRIBUTE_REPARSE_POINT = 0x400;
    private const uint FILE_TYPE_DISK = 1;
    private const uint FILE_TYPE_PIPE = 3;

    // winnt.h; fileapi.h, with VOLUME_NAME_DOS.
    private const uint FILE_PERSISTENT_ACLS = 0x8;
    private const uint FILE_NAME_OPENED = 0x8;

    // minwinbase.h, FILE_INFO_BY_HANDLE_CLASS.
    private const int FileIdBothDirectoryInfo = 10;
    private const int FileIdBothDirectoryRestartInfo = 11;

    // winbase.h, FILE_ID_BOTH_DIR_INFO: where its members start.
    private const int AttributesOffset = 56;
    private const int NameLengthOffset = 60;

    // EaSize, which has the tag of a reparse point: [MS-FSCC] 2.4.17.
    private const int TagOffset = 64;
    private const int NameOffset = 104;

    private const int ListingSize = 64 * 1024;

    /// <summary>Opens a file or directory.</summary>
    /// <returns>A handle that is invalid where that failed, with the reason in <see cref="Win32Error.Last"/>.</returns>
    public static SafeFileHandle Open(string path, uint access, uint share, uint flags, uint disposition = OPEN_EXISTING, Kernel32.SecurityAttributes* security = null) =>
        Kernel32.CreateFile(WindowsPath.Extended(path), access, share, security, disposition, flags | Anonymous, IntPtr.Zero);

    /// <summary>The file of an open handle.</summary>
    /// <exception cref="FileSystemException"/>
    public static FileType TypeOf(SafeFileHandle handle, out Kernel32.FileInformation information)
    {
        information = default;
        uint type = Kernel32.GetFileType(handle);
        if (type != FILE_TYPE_DISK)
            return type == FILE_TYPE_PIPE ? FileType.Fifo : FileType.Device;
        if (!Kernel32.GetFileInformationByHandle(handle, out information))
            throw Win32Error.LastException();
        return TypeOf(information.Attributes, IsReparsePoint(information.Attributes) ? ReparseTag.Of(handle) : 0);
    }

    /// <summary>What a file's attributes make of it, and for a reparse point its tag.</summary>
    public static FileType TypeOf(uint attributes, uint tag)
    {
        if (IsReparsePoint(attributes) && ReparseTag.SpecialType(tag) is { } special)
            return special;
        return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? FileType.Directory : FileType.Regular;
    }

    public static bool IsReparsePoint(uint attributes) => (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;

    /// <summary>Whether it is a directory, be it one that a file system filter marks as a reparse point, as cloud storage does.</summary>
    /// <exception cref="FileSystemException"/>
    public static bool IsDirectory(SafeFileHandle handle, out Kernel32.FileInformation information) =>
        TypeOf(handle, out information) is FileType.Directory or FileType.SymbolicLink && (information.Attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;

    /// <summary>Whether the volume keeps access control lists: NTFS does, FAT does not. One that does not say counts as one that does.</summary>
    public static bool SupportsAcls(SafeFileHandle handle) =>
        !Kernel32.GetVolumeInformationByHandle(handle, null, 0, out _, out _, out uint flags, null, 0) || (flags & FILE_PERSISTENT_ACLS) != 0;

    /// <summary>The path that leads to an open file without links on the way; null where the volume does not tell.</summary>
    public static string? FinalPath(SafeFileHandle handle)
    {
        uint length = Kernel32.GetFinalPathNameByHandle(handle, null, 0, FILE_NAME_OPENED);
        if (length == 0)
            return null;

        var path = new char[length + 1];
        fixed (char* start = path)
        {
            uint written = Kernel32.GetFinalPathNameByHandle(handle, start, (uint)path.Length, FILE_NAME_OPENED);
            return written > 0 && written < path.Length ? new string(start, 0, (int)written) : null;
        }
    }

    /// <summary>The names in an open directory with their types, "." and ".." left out. Asked of the handle: no path, so no limit to its length and no other directory.</summary>
    /// <exception cref="Files.FileSystemException"/>
    public static List<KeyValuePair<string, FileType>> List(SafeFileHandle directory)
    {
        var entries = new List<KeyValuePair<string, FileType>>();
        var buffer = new byte[ListingSize];
        fixed (byte* start = buffer)
        {
            int kind = FileIdBothDirectoryRestartInfo;
            while (Kernel32.GetFileInformationByHandleEx(directory, kind, start, ListingSize))
            {
                AddEntries(start, entries);
                kind = FileIdBothDirectoryInfo;
            }
        }

        int error = Win32Error.Last;
        return error is Win32Error.ERROR_NO_MORE_FILES or Win32Error.ERROR_FILE_NOT_FOUND ? entries : throw Win32Error.ToException(error);
    }

    private static void AddEntries(byte* entry, List<KeyValuePair<string, FileType>> entries)
    {
        while (true)
        {
            int length = *(int*)(entry + NameLengthOffset) / sizeof(char);
            string name = new((char*)(entry + NameOffset), 0, length);
            if (name is not "." and not "..")
                entries.Add(new KeyValuePair<string, FileType>(name, TypeOf(*(uint*)(entry + AttributesOffset), *(uint*)(entry + TagOffset))));
            uint next = *(uint*)entry;
            if (next == 0)
                return;
            entry += next;
        }
    }
}
