using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

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
    private readonly AccessControl _access;

    private WindowsDirectory(SafeFileHandle directory, string path)
    {
        _directory = directory;
        Path = path;
        try
        {
            if (!Handle.IsDirectory(directory, out _))
                throw Win32Error.Failure(Win32Error.Directory);
            _finalPath = Handle.FinalPath(directory) ?? path;
            _access = AccessControl.Of(directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public bool OthersCanWrite => _access.OthersCanSwapNames;

    public bool KeepsOthersOut => _access.IsKept;

    /// <summary>Opens a directory that is there, following links.</summary>
    public static WindowsDirectory Open(string path) => TryOpen(path) ?? throw Win32Error.Failure();

    /// <summary>Opens a directory and creates what is missing of its path.</summary>
    public static WindowsDirectory OpenOrCreate(string path)
    {
        WindowsDirectory? directory = TryOpen(path);
        if (directory is not null)
            return directory;

        int error = Win32Error.Last;
        string? parentPath = FilePath.ParentOf(path);
        if (error is not Win32Error.FileNotFound and not Win32Error.PathNotFound || parentPath is null)
            throw Win32Error.Failure(error);

        using (WindowsDirectory parent = OpenOrCreate(parentPath))
            parent.CreateDirectory(path.Substring(parentPath.Length).Trim('\\'));
        return Open(path);
    }

    public EntryKind KindOf(string name)
    {
        using SafeFileHandle entry = Handle.Open(PathOf(name), Handle.ReadAttributes, Handle.ShareAll, Handle.NoFollow | Handle.DirectoriesToo);
        if (!entry.IsInvalid)
            return Handle.KindOf(entry, out _);
        int error = Win32Error.Last;
        if (error == Win32Error.FileNotFound)
            return EntryKind.Missing;

        // A file whose deletion is pending cannot be opened at all; what the directory says of it can be read.
        return error == Win32Error.AccessDenied ? KindInListing(name) : throw Win32Error.Failure(error);
    }

    public INewFile Create(string name)
    {
        SafeFileHandle? file = null;
        int error = new PrivateAccess(_access).Create(inheritable: false, security =>
        {
            file = Handle.Open(
                PathOf(name), Handle.GenericWrite, Handle.ShareRead | Handle.ShareDelete, Handle.NoFollow, Handle.CreateNew, security);
            return file.IsInvalid ? Win32Error.Last : 0;
        });
        return error == 0 ? new WindowsNewFile(file!) : throw Win32Error.Failure(error);
    }

    public void Replace(string source, string target) => Rename.Over(PathOf(source), PathOf(target));

    public void Delete(string name)
    {
        string path = PathOf(name);
        if (Kernel32.DeleteFile(FilePath.Extended(path)))
            return;
        int error = Win32Error.Last;
        throw error == Win32Error.AccessDenied ? Denial.Of(path) : Win32Error.Failure(error);
    }

    // The rename was written through (see Rename).
    public bool Flush() => true;

    public IEnumerable<string> Names() => DirectoryListing.Of(_directory).Select(entry => entry.Key);

    public DateTimeOffset? LastWriteOfOwnFile(string name)
    {
        using SafeFileHandle file = Handle.Open(
            PathOf(name), Handle.ReadAttributes | Handle.ReadControl, Handle.ShareAll, Handle.NoFollow | Handle.DirectoriesToo);
        if (file.IsInvalid || Handle.KindOf(file, out Kernel32.FileInformation information) != EntryKind.Regular)
            return null;
        AccessControl access = AccessControl.Of(file);

        // What an elevated process writes here belongs to the directory's owner, or else to Administrators.
        bool own = access.OwnerIsUser || ((access.OwnerIsUserOrSystem || access.Owner == _access.Owner) && Account.IsElevated());
        return own ? information.LastWrite : null;
    }

    public void Dispose() => _directory.Dispose();

    private static WindowsDirectory? TryOpen(string path)
    {
        SafeFileHandle directory = Handle.Open(
            path, Handle.ListDirectory | Handle.ReadAttributes | Handle.ReadControl, Handle.ShareRead | Handle.ShareWrite, Handle.DirectoriesToo);
        return directory.IsInvalid ? null : new WindowsDirectory(directory, path);
    }

    private string PathOf(string name) => _finalPath.TrimEnd('\\') + '\\' + name;

    private EntryKind KindInListing(string name)
    {
        foreach (KeyValuePair<string, uint> entry in DirectoryListing.Of(_directory))
        {
            if (entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return Handle.KindOf(entry.Value);
        }

        return EntryKind.Missing;
    }

    private void CreateDirectory(string name)
    {
        string path = FilePath.Extended(PathOf(name));
        int error = new PrivateAccess(_access).Create(
            inheritable: true, security => Kernel32.CreateDirectory(path, security) ? 0 : Win32Error.Last);

        // Another process may have made it, which is as good.
        if (error is not 0 and not Win32Error.AlreadyExists)
            throw Win32Error.Failure(error);
    }
}
