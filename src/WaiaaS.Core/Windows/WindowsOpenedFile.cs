using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using WaiaaS.Tokens;

namespace WaiaaS.Windows;

/// <summary>A file that is open for reading, and that others may read, write, rename and delete meanwhile.</summary>
internal sealed unsafe class WindowsOpenedFile : IOpenedFile
{
    private readonly SafeFileHandle _file;

    public WindowsOpenedFile(SafeFileHandle file, string directory)
    {
        _file = file;
        try
        {
            Status = Describe(file, directory);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public FileStatus Status { get; }

    public int Read(byte* buffer, int capacity)
    {
        int total = 0;
        while (total < capacity)
        {
            if (!Kernel32.ReadFile(_file, buffer + total, (uint)(capacity - total), out uint count, IntPtr.Zero))
                throw Win32Error.Failure();
            if (count == 0)
                break;
            total += (int)count;
        }

        return total;
    }

    public bool StillHolds(byte* content, int length)
    {
        using var again = new SecretBuffer(length + 1);

        // From the start: of a handle that is not overlapped this is the position to read from.
        NativeOverlapped start = default;
        bool read = Kernel32.ReadFile(_file, again.Bytes, (uint)(length + 1), out uint count, (IntPtr)(&start));
        return (read || Win32Error.Last == Win32Error.HandleEof ? (int)count : throw Win32Error.Failure()) == length && again.StartsWith(content, length);
    }

    public void Dispose() => _file.Dispose();

    private static FileStatus Describe(SafeFileHandle file, string directory)
    {
        EntryKind kind = Handle.KindOf(file, out Kernel32.FileInformation information);

        // It will be refused for its kind; a device may not even be able to answer.
        if (kind != EntryKind.Regular)
            return new FileStatus(kind, 0, default, () => string.Empty, null, () => string.Empty, ownerTrusted: false, openToOthers: false);

        AccessControl access = AccessControl.Of(file);
        return new FileStatus(
            kind,
            ((long)information.SizeHigh << 32) | information.SizeLow,
            information.LastWrite,
            () => Account.NameOf(access.Owner),
            mode: null,
            access.Describe,
            access.OwnerIsUserOrSystem || IsDirectoryOwner(access, directory),
            access.OthersCanReadOrWrite);
    }

    private static bool IsDirectoryOwner(AccessControl file, string directory) =>
        WindowsFileSystem.TryAccessOf(directory) is { } parent
            && file.Owner is not null && file.Owner == parent.Owner && !parent.OthersCanSwapNames;
}
