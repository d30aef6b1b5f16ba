using System;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>An open file descriptor. Calls that a signal interrupted (EINTR) are repeated.</summary>
internal sealed unsafe class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    private bool _isBlocking;

    private FileDescriptor(int number)
        : base(ownsHandle: true) => SetHandle((IntPtr)number);

    /// <summary>Linux only: a path that means what is open here, also where it was opened with O_PATH.</summary>
    public string ProcPath => "/proc/self/fd/" + handle.ToString();

    /// <summary>A name or a path as the C library takes it: UTF-8 and a NUL byte.</summary>
    public static byte[] ToCString(string path)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, 0, path.Length, bytes, 0);
        return bytes;
    }

    /// <summary>Opens an existing file or directory.</summary>
    /// <returns>Null on failure, with the reason in <see cref="Errno.Last"/>.</returns>
    public static FileDescriptor? Open(byte* path, int flags)
    {
        int number;
        do
            number = LibC.Open(path, flags | LibC.O_CLOEXEC);
        while (number < 0 && Errno.Last == Errno.EINTR);
        return number < 0 ? null : new FileDescriptor(number);
    }

    /// <summary>Opens or creates a name in this directory.</summary>
    /// <returns>Null on failure, with the reason in <see cref="Errno.Last"/>.</returns>
    public FileDescriptor? OpenAt(byte* name, int flags, uint mode = 0)
    {
        int number;
        do
            number = LibC.OpenAt(this, name, flags | LibC.O_CLOEXEC, (nint)mode, 0, 0, 0, 0, (nint)mode);
        while (number < 0 && Errno.Last == Errno.EINTR);
        return number < 0 ? null : new FileDescriptor(number);
    }

    /// <summary>Reads until the end of the file or until the buffer is full.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="capacity">The buffer's size in bytes.</param>
    /// <param name="expected">The length that <c>stat</c> gave: after just as many bytes there is no further call.</param>
    /// <returns>How many bytes were read.</returns>
    /// <exception cref="FileSystemException"/>
    public int ReadAll(byte* buffer, int capacity, long expected)
    {
        int total = 0;
        while (total < capacity)
        {
            nint count = LibC.Read(this, buffer + total, capacity - total);
            if (count < 0 && (Errno.Last == Errno.EINTR || (Errno.Last == Errno.EAGAIN && TryBlock())))
                continue;
            if (count < 0)
                throw Errno.LastException();
            total += (int)count;
            if (count == 0 || total == expected)
                break;
        }

        return total;
    }

    /// <summary>
    /// Waits until a write in progress is done. Linux' file systems hold the inode's lock while they copy what is written;
    /// most do not take it for reading, but for SEEK_DATA they do: <c>ext4_llseek</c>, <c>shmem_file_llseek</c>,
    /// <c>btrfs_file_llseek</c>.
    /// </summary>
    public void WaitForPendingWrite()
    {
        // What it answers, and whether the file system knows it at all, does not matter.
        if (!LibC.IsMacOS)
            _ = LibC.LSeek(this, 0, LibC.SEEK_DATA);
    }

    /// <summary>Reads once from the start of the file, wherever it was read to before.</summary>
    /// <returns>How many bytes were read.</returns>
    /// <exception cref="FileSystemException"/>
    public int ReadAtStart(byte* buffer, int capacity)
    {
        nint count;
        do
            count = LibC.PRead(this, buffer, capacity, 0);
        while (count < 0 && (Errno.Last == Errno.EINTR || (Errno.Last == Errno.EAGAIN && TryBlock())));
        return count < 0 ? throw Errno.LastException() : (int)count;
    }

    /// <summary>Writes all of a new file, in as many calls as that takes.</summary>
    /// <exception cref="FileSystemException"/>
    public void WriteAll(byte* content, int length)
    {
        // A write beyond the limit ends the process with SIGXFSZ, and there is no handler that a library could set for itself.
        nuint* limits = stackalloc nuint[2];
        if (LibC.GetRLimit(LibC.RLIMIT_FSIZE, limits) == 0 && limits[0] < (nuint)length)
            throw Errno.ToException(Errno.EFBIG);

        int total = 0;
        while (total < length)
        {
            nint count = LibC.Write(this, content + total, length - total);
            if (count < 0 && Errno.Last != Errno.EINTR)
                throw Errno.LastException();

            // A regular file never answers 0; to loop forever would be worse than an error.
            if (count == 0)
                throw Errno.ToException(Errno.EIO);
            total += Math.Max(0, (int)count);
        }
    }

    /// <summary>Flushes to the disk. An interrupted flush has not failed; a failed one is not repeated.</summary>
    /// <returns>0, or the error number.</returns>
    public int Flush()
    {
        if (LibC.IsMacOS)
        {
            int errno = FullFlush();

            // Only where the file system does not know it: an SMB mount, for instance, has fsync alone. After an I/O
            // error fsync would find clean pages and call it a success.
            if (errno != Errno.ENOTSUP && errno != Errno.ENOTTY && errno != Errno.EINVAL)
                return errno;
        }

        while (LibC.FSync(this) != 0)
        {
            if (Errno.Last != Errno.EINTR)
                return Errno.Last;
        }

        return 0;
    }

    /// <summary>Sets the permissions, whatever the umask.</summary>
    /// <returns>Whether the file system lets them be set.</returns>
    /// <exception cref="FileSystemException">Another reason.</exception>
    public bool TrySetMode(uint mode)
    {
        try
        {
            while (Errno.IsInterrupted(LibC.FChMod(this, mode)))
                continue;
            return true;
        }
        catch (FileSystemException reason) when (Unsupported.Includes(Request.SetPermissions, reason.Code))
        {
            return false;
        }
    }

    /// <summary>Gives it to a user and a group.</summary>
    /// <returns>Whether the file system, and the rights that this process has, let it be given away.</returns>
    /// <exception cref="FileSystemException">Another reason.</exception>
    public bool TrySetOwner(uint uid, uint gid)
    {
        try
        {
            while (Errno.IsInterrupted(LibC.FChOwn(this, uid, gid)))
                continue;
            return true;
        }
        catch (FileSystemException reason) when (Unsupported.Includes(Request.SetOwner, reason.Code))
        {
            return false;
        }
    }

    /// <summary>Gives up the descriptor: the caller has to close the number.</summary>
    public int Detach()
    {
        int number = (int)handle;
        SetHandleAsInvalid();
        return number;
    }

    /// <summary>Closes it and reports an error that <see cref="IDisposable.Dispose"/> would swallow. After EINTR Linux has closed it.</summary>
    /// <exception cref="FileSystemException"/>
    public void CloseOrThrow()
    {
        if (LibC.Close(Detach()) != 0 && Errno.Last != Errno.EINTR)
            throw Errno.LastException();
    }

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;

    // It was opened with O_NONBLOCK, which a FUSE file system may take to mean that it need not wait for its server.
    private bool TryBlock()
    {
        if (LibC.IsMacOS || _isBlocking)
            return false;
        _isBlocking = true;
        return LibC.FCntl(this, LibC.F_SETFL, 0) != -1;
    }

    private int FullFlush()
    {
        while (LibC.FCntl(this, LibC.F_FULLFSYNC) == -1)
        {
            if (Errno.Last != Errno.EINTR)
                return Errno.Last;
        }

        return 0;
    }
}
