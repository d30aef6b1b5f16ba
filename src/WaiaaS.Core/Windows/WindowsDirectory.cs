using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using WaiaaS.Paths;
using static WaiaaS.Windows.Win32File;

namespace WaiaaS.Windows;

/// <summary>
/// An open directory. Win32 has no names relative to a handle; instead the handle does not share deletion, so that
/// neither the directory nor one above it can be renamed or removed while it is open, and names are looked up below
/// the path that leads to it without links, which others could turn meanwhile.
/// </summary>
internal sealed unsafe class WindowsDirectory : ITokenDirectory
{
    private readonly SafeFileHandle _directory;
    private readonly string _finalPath;
    private readonly FileSecurity _security;

    /// <exception cref="FileSystemException"/>
    private WindowsDirectory(SafeFileHandle directory, string path)
    {
        _directory = directory;
        Path = path;
        try
        {
            if (!Win32File.IsDirectory(directory, out _))
                throw Win32Error.ToException(Win32Error.ERROR_DIRECTORY);
            _finalPath = Win32File.FinalPath(directory) ?? path;
            _security = FileSecurity.Of(directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>A directory in which files can be read, but which cannot be opened itself.</summary>
    private WindowsDirectory(string path)
    {
        _directory = new SafeFileHandle(IntPtr.Zero, ownsHandle: false);
        Path = _finalPath = path;
        _security = FileSecurity.Unknown();
    }

    public string Path { get; }

    public bool IsWritableByOthers => _security.IsWritableByOthers;

    public bool SupportsPermissions => _security.SupportsAcls;

    public string? DeniedOwner => null;

    public string? UnknownNewOwner => null;

    /// <summary>Opens an existing directory, following links.</summary>
    /// <exception cref="FileSystemException"/>
    public static WindowsDirectory Open(string path) => TryOpen(path) ?? throw Win32Error.LastException();

    /// <summary>Opens an existing directory, following links, to open files in it for reading and for nothing else.</summary>
    /// <exception cref="FileSystemException"/>
    public static WindowsDirectory OpenForReading(string path)
    {
        // Shares deletion too: a reader does not block a rename of the directory.
        SafeFileHandle directory = Win32File.Open(path, FILE_READ_ATTRIBUTES | READ_CONTROL, ShareAll, FILE_FLAG_BACKUP_SEMANTICS);
        if (!directory.IsInvalid)
            return new WindowsDirectory(directory, path);

        // Windows allows traversal of directories that cannot be opened (bypass traverse checking).
        int error = Win32Error.Last;
        return error == Win32Error.ERROR_ACCESS_DENIED ? new WindowsDirectory(path) : throw Win32Error.ToException(error);
    }

    /// <summary>Opens a directory and creates what is missing of its path.</summary>
    /// <exception cref="FileSystemException"/>
    public static WindowsDirectory OpenOrCreate(string path)
    {
        WindowsDirectory? directory = TryOpen(path);
        if (directory is not null)
            return directory;

        int error = Win32Error.Last;
        string? parentPath = WindowsPath.ParentOf(path);
        if (error is not Win32Error.ERROR_FILE_NOT_FOUND and not Win32Error.ERROR_PATH_NOT_FOUND || parentPath is null)
            throw Win32Error.ToException(error);

        using (WindowsDirectory parent = OpenOrCreate(parentPath))
            parent.CreateDirectory(path.Substring(parentPath.Length).Trim('\\'));
        return Open(path);
    }

    public FileType TypeOf(string name)
    {
        using SafeFileHandle entry = Win32File.Open(PathOf(name), FILE_READ_ATTRIBUTES, ShareAll, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS);
        if (!entry.IsInvalid)
            return Win32File.TypeOf(entry, out _);
        int error = Win32Error.Last;
        if (error == Win32Error.ERROR_FILE_NOT_FOUND)
            return FileType.Missing;

        // A file whose deletion is pending cannot be opened at all; what the directory says of it can be read.
        return error == Win32Error.ERROR_ACCESS_DENIED ? TypeInListing(name) : throw Win32Error.ToException(error);
    }

    public IOpenedFile OpenFile(string name)
    {
        SafeFileHandle file = Win32File.Open(PathOf(name), GENERIC_READ, ShareAll, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS);
        if (!file.IsInvalid)
            return new WindowsOpenedFile(Provided(file, PathOf(name)), _security);

        // A file whose deletion is pending answers access denied too, and is gone a moment later.
        int error = Win32Error.Last;
        throw error == Win32Error.ERROR_ACCESS_DENIED
            ? Win32Error.ToTransientException(error, FileSystemError.AccessDenied)
            : Win32Error.ToException(error);
    }

    public INewFile Create(string name)
    {
        SafeFileHandle? file = null;
        string path = PathOf(name);
        var descriptor = new PrivateSecurityDescriptor(_security);

        // While it is open for writing and deletion, no other process of the module can take it for a leftover.
        int error = descriptor.Create(inheritable: false, security =>
        {
            file = Win32File.Open(
                path, GENERIC_WRITE | DELETE, FILE_SHARE_READ | FILE_SHARE_DELETE, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_WRITE_THROUGH, CREATE_NEW, security);
            return file.IsInvalid ? Win32Error.Last : 0;
        });
        return error == 0 ? new WindowsNewFile(file!, path, descriptor) : throw Win32Error.ToException(error);
    }

    public void CheckReplaceable(string target) => AccessDenied.Check(PathOf(target));

    public void Delete(string name)
    {
        string path = PathOf(name);
        if (Kernel32.DeleteFile(WindowsPath.Extended(path)))
            return;
        int error = Win32Error.Last;
        throw error == Win32Error.ERROR_ACCESS_DENIED ? AccessDenied.Classify(path) : Win32Error.ToException(error);
    }

    // The rename was written through (see AtomicRename).
    public bool Flush() => true;

    public IEnumerable<string> Names() => Win32File.List(_directory).Select(entry => entry.Key);

    public DateTimeOffset LastChange() => Kernel32.GetFileInformationByHandle(_directory, out Kernel32.FileInformation information)
        ? information.LastWrite
        : throw Win32Error.LastException();

    public UntrustedDirectory? FindUntrusted() => null;

    public IAbandonedFile? TryClaim(string name)
    {
        // Shares nothing, so it fails for as long as the writer has it open.
        SafeFileHandle file = Win32File.Open(PathOf(name), DELETE | FILE_READ_ATTRIBUTES | READ_CONTROL, share: 0, FILE_FLAG_OPEN_REPARSE_POINT);
        if (file.IsInvalid)
        {
            int error = Win32Error.Last;
            return Win32Error.IsSharingViolation(error) ? null : throw Win32Error.ToException(error);
        }

        bool isClaimed = false;
        try
        {
            isClaimed = Win32File.TypeOf(file, out Kernel32.FileInformation information) == FileType.Regular && IsOwn(FileSecurity.Of(file));
            return isClaimed ? new WindowsAbandonedFile(file, information.LastWrite) : null;
        }
        finally
        {
            if (!isClaimed)
                file.Dispose();
        }
    }

    public void Dispose() => _directory.Dispose();

    private static WindowsDirectory? TryOpen(string path)
    {
        SafeFileHandle directory = Win32File.Open(
            path, FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES | READ_CONTROL, FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_FLAG_BACKUP_SEMANTICS);
        return directory.IsInvalid ? null : new WindowsDirectory(directory, path);
    }

    // What an elevated process writes here belongs to the directory's owner, or else to Administrators.
    private bool IsOwn(FileSecurity file) =>
        file.IsOwnedByUser || ((file.IsOwnedByUserOrSystem || file.Owner == _security.Owner) && Sids.IsElevated());

    /// <summary>The path of another name in the same directory.</summary>
    public static string PathBeside(string path, string name) => path.Substring(0, path.LastIndexOf('\\') + 1) + name;

    private string PathOf(string name) => _finalPath.TrimEnd('\\') + '\\' + name;

    // The content of an ordinary file that is a reparse point, such as one in cloud storage, comes from a filter of the file system,
    // which leaves a handle alone that asks for the reparse point itself. Another file in its place is not taken.
    private static SafeFileHandle Provided(SafeFileHandle file, string path)
    {
        if (Win32File.TypeOf(file, out Kernel32.FileInformation information) != FileType.Regular || !Win32File.IsReparsePoint(information.Attributes))
            return file;
        using (file)
        {
            SafeFileHandle provided = Win32File.Open(path, GENERIC_READ, ShareAll, flags: 0);
            if (provided.IsInvalid)
                throw Win32Error.LastException();
            if (Kernel32.GetFileInformationByHandle(provided, out Kernel32.FileInformation opened) && opened.IsSameFile(information))
                return provided;
            provided.Dispose();
            throw new FileSystemException(FileType.SymbolicLink);
        }
    }

    private FileType TypeInListing(string name)
    {
        foreach (KeyValuePair<string, FileType> entry in Win32File.List(_directory))
        {
            if (entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return entry.Value;
        }

        return FileType.Missing;
    }

    private void CreateDirectory(string name)
    {
        string path = WindowsPath.Extended(PathOf(name));
        int error = new PrivateSecurityDescriptor(_security).Create(
            inheritable: true, security => Kernel32.CreateDirectory(path, security) ? 0 : Win32Error.Last);

        // Another process may have made it, which is as good.
        if (error is not 0 and not Win32Error.ERROR_ALREADY_EXISTS)
            throw Win32Error.ToException(error);
    }
}
