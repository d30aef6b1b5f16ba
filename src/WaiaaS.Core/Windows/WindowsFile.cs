using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using WaiaaS.Tokens;

namespace WaiaaS.Windows;

/// <summary>A file that was just created, with nothing in it.</summary>
internal sealed unsafe class WindowsNewFile : INewFile
{
    private readonly SafeFileHandle _file;
    private readonly string _path;

    /// <param name="file">The open file; this object closes it.</param>
    /// <param name="path">Its path.</param>
    /// <param name="security">What it was created with: owner and DACL were in the same call.</param>
    /// <exception cref="FileSystemException"/>
    public WindowsNewFile(SafeFileHandle file, string path, PrivateSecurityDescriptor security)
    {
        _file = file;
        _path = path;
        DeniedOwner = security.DeniedOwner is { } owner ? Sids.NameOf(owner) : null;

        // By the clock of the file server, where it is one.
        if (!Kernel32.GetFileInformationByHandle(file, out Kernel32.FileInformation information))
            throw Win32Error.LastException();
        Status = new WindowsFileStatus(information.LastWrite, security);
    }

    public FileStatus Status { get; }

    public bool IsModeRefused => false;

    public string? DeniedOwner { get; }

    public void Write(byte* content, int length)
    {
        int total = 0;
        while (total < length)
        {
            if (!Kernel32.WriteFile(_file, content + total, (uint)(length - total), out uint count, IntPtr.Zero))
                throw Win32Error.LastException();
            total += (int)count;
        }
    }

    public void Flush()
    {
        if (!Kernel32.FlushFileBuffers(_file))
            throw Win32Error.LastException();
    }

    public void RenameTo(string target) => AtomicRename.Replace(_file, _path, WindowsDirectory.PathBeside(_path, target));

    // Windows reports nothing at closing; the flush has said all there is to say.
    public void Close() => _file.Dispose();

    public void Dispose() => _file.Dispose();
}

/// <summary>A file that is open for reading, and that others may read, write, rename and delete meanwhile.</summary>
internal sealed unsafe class WindowsOpenedFile : IOpenedFile
{
    private readonly SafeFileHandle _file;

    /// <param name="file">The open file; this object closes it.</param>
    /// <param name="directory">The owner and DACL of its directory.</param>
    /// <exception cref="FileSystemException"/>
    public WindowsOpenedFile(SafeFileHandle file, FileSecurity directory)
    {
        _file = file;
        try
        {
            FileType type = Win32File.TypeOf(file, out Kernel32.FileInformation information);
            Status = type == FileType.Regular ? new WindowsFileStatus(information, FileSecurity.Of(file), directory) : new WindowsFileStatus(type);
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
                throw Win32Error.LastException();
            if (count == 0)
                break;
            total += (int)count;
        }

        return total;
    }

    public bool IsUnchanged(byte* content, int length)
    {
        using var again = new SecretBuffer(length + 1);

        // From the start: of a handle that is not overlapped this is the position to read from.
        NativeOverlapped start = default;
        bool read = Kernel32.ReadFile(_file, again.Bytes, (uint)(length + 1), out uint count, (IntPtr)(&start));
        return (read || Win32Error.Last == Win32Error.ERROR_HANDLE_EOF ? (int)count : throw Win32Error.LastException()) == length && again.StartsWith(content, length);
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>A temporary file that no other process has open: its writer has ended, on any machine.</summary>
internal sealed unsafe class WindowsAbandonedFile(SafeFileHandle file, DateTimeOffset lastWrite) : IAbandonedFile
{
    // minwinbase.h, FILE_INFO_BY_HANDLE_CLASS; winbase.h, FILE_DISPOSITION_INFO.
    private const int FileDispositionInfo = 4;

    public DateTimeOffset LastWrite => lastWrite;

    public bool IsCertain => true;

    public void Delete()
    {
        byte deleteFile = 1;
        if (!Kernel32.SetFileInformationByHandle(file, FileDispositionInfo, &deleteFile, sizeof(byte)))
            throw Win32Error.LastException();
    }

    public void Dispose() => file.Dispose();
}
