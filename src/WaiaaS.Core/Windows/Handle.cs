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

    private const uint DirectoryAttribute = 0x10;
    private const uint ReparsePointAttribute = 0x400;
    private const uint TypeDisk = 1;
    private const uint TypePipe = 3;
    private const int LongPath = 240;

    /// <summary>Opens a file or directory.</summary>
    /// <returns>A handle that is invalid where that failed, with the reason in <see cref="Win32Error.Last"/>.</returns>
    public static SafeFileHandle Open(string path, uint access, uint share, uint flags, uint disposition = OpenExisting, Kernel32.SecurityAttributes* security = null) =>
        Kernel32.CreateFile(Extended(path), access, share, security, disposition, flags, IntPtr.Zero);

    /// <summary>A path as Win32 takes it at any length (learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation).</summary>
    public static string Extended(string path)
    {
        if (path.Length < LongPath || path.StartsWith(@"\\?\", StringComparison.Ordinal))
            return path;
        return path.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC\" + path.Substring(2) : @"\\?\" + path;
    }

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
        if ((information.Attributes & ReparsePointAttribute) != 0)
            return EntryKind.SymbolicLink;
        return (information.Attributes & DirectoryAttribute) != 0 ? EntryKind.Directory : EntryKind.Regular;
    }
}
