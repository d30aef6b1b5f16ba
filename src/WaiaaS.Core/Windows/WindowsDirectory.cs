using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>
/// An open directory. Win32 has no names relative to a handle; instead the handle does not share deletion, so that
/// neither the directory nor one above it can be renamed or removed while it is open, and paths keep their meaning.
/// </summary>
internal sealed unsafe class WindowsDirectory : ITokenDirectory
{
    private const uint PersistentAcls = 0x8;

    private readonly SafeFileHandle _directory;
    private readonly Kernel32.FileInformation _information;
    private readonly AccessControl _access;

    private WindowsDirectory(SafeFileHandle directory, string path)
    {
        _directory = directory;
        Path = path;
        try
        {
            if (Handle.KindOf(directory, out _information) == EntryKind.Regular)
                throw Win32Error.Failure(Win32Error.Directory);
            _access = AccessControl.Of(directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public bool OthersCanWrite => KeepsOthersOut && _access.OthersCanSwapNames;

    public bool KeepsOthersOut =>
        !Kernel32.GetVolumeInformationByHandle(_directory, null, 0, out _, out _, out uint flags, null, 0) || (flags & PersistentAcls) != 0;

    /// <summary>Opens a directory that is there, following links.</summary>
    public static WindowsDirectory Open(string path) => TryOpen(path) ?? throw Win32Error.Failure();

    /// <summary>Opens a directory and creates what is missing of its path.</summary>
    public static WindowsDirectory OpenOrCreate(string path)
    {
        WindowsDirectory? directory = TryOpen(path);
        if (directory is not null)
            return directory;

        int error = Win32Error.Last;
        string? parentPath = System.IO.Path.GetDirectoryName(path);
        if (error is not Win32Error.FileNotFound and not Win32Error.PathNotFound || string.IsNullOrEmpty(parentPath))
            throw Win32Error.Failure(error);

        using (WindowsDirectory parent = OpenOrCreate(parentPath!))
            parent.CreateDirectory(path);
        return Open(path);
    }

    public EntryKind KindOf(string name)
    {
        using SafeFileHandle entry = Handle.Open(PathOf(name), Handle.ReadAttributes, Handle.ShareAll, Handle.NoFollow | Handle.DirectoriesToo);
        if (!entry.IsInvalid)
            return Handle.KindOf(entry, out _);
        int error = Win32Error.Last;
        return error == Win32Error.FileNotFound ? EntryKind.Missing : throw Win32Error.Failure(error);
    }

    public INewFile Create(string name)
    {
        int error = 0;
        foreach (byte[] descriptor in new PrivateAccess(_access).Descriptors(inheritable: false))
        {
            fixed (byte* binary = descriptor)
            {
                var security = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), Descriptor = binary };
                SafeFileHandle file = Handle.Open(
                    PathOf(name), Handle.GenericWrite, Handle.ShareRead | Handle.ShareDelete, Handle.NoFollow, Handle.CreateNew, &security);
                if (!file.IsInvalid)
                    return new WindowsNewFile(file);
                error = Win32Error.Last;
                if (error != Win32Error.InvalidOwner)
                    break;
            }
        }

        throw Win32Error.Failure(error);
    }

    public void Replace(string source, string target) => Rename.Over(PathOf(source), PathOf(target));

    public void Delete(string name)
    {
        if (!Kernel32.DeleteFile(Handle.Extended(PathOf(name))))
            throw Win32Error.Failure();
    }

    // The rename was written through (see Rename).
    public bool Flush() => true;

    public IEnumerable<string> Names()
    {
        IEnumerable<string> paths;
        try
        {
            paths = Directory.EnumerateFileSystemEntries(Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileSystemException(FailureKind.Other, string.Empty, failure.Message);
        }

        foreach (string path in paths)
            yield return System.IO.Path.GetFileName(path);
    }

    public DateTimeOffset? LastWriteOfOwnFile(string name)
    {
        using SafeFileHandle file = Handle.Open(
            PathOf(name), Handle.ReadAttributes | Handle.ReadControl, Handle.ShareAll, Handle.NoFollow | Handle.DirectoriesToo);
        if (file.IsInvalid || Handle.KindOf(file, out Kernel32.FileInformation information) != EntryKind.Regular)
            return null;
        AccessControl access = AccessControl.Of(file);
        bool own = access.OwnerIsUserOrSystem || (access.Owner is not null && access.Owner == _access.Owner);
        return own ? DateTimeOffset.FromFileTime(information.LastWriteTime) : null;
    }

    public void Dispose() => _directory.Dispose();

    private static WindowsDirectory? TryOpen(string path)
    {
        SafeFileHandle directory = Handle.Open(
            path, Handle.ListDirectory | Handle.ReadAttributes | Handle.ReadControl, Handle.ShareRead | Handle.ShareWrite, Handle.DirectoriesToo);
        return directory.IsInvalid ? null : new WindowsDirectory(directory, path);
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private void CreateDirectory(string path)
    {
        int error = 0;
        foreach (byte[] descriptor in new PrivateAccess(_access).Descriptors(inheritable: true))
        {
            fixed (byte* binary = descriptor)
            {
                var security = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), Descriptor = binary };
                if (Kernel32.CreateDirectory(Handle.Extended(path), &security))
                    return;
                error = Win32Error.Last;
                if (error != Win32Error.InvalidOwner)
                    break;
            }
        }

        // Another process may have made it, which is as good.
        if (error != Win32Error.AlreadyExists)
            throw Win32Error.Failure(error);
    }
}
