using System;
using System.Text;
using System.Threading;
using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>An open file descriptor, and the calls that a signal may interrupt (EINTR) made again.</summary>
internal sealed unsafe class Descriptor : IDisposable
{
    private const int Closed = -1;

    private int _number;

    private Descriptor(int number) => _number = number;

    ~Descriptor() => Dispose();

    /// <summary>The number, for as long as it is open.</summary>
    public int Number => _number;

    /// <summary>A name or a path as the C library takes it: UTF-8 and a NUL byte.</summary>
    public static byte[] NameOf(string path)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, 0, path.Length, bytes, 0);
        return bytes;
    }

    /// <summary>Opens what is there.</summary>
    /// <returns>Null, with the reason in <see cref="Errno.Last"/>.</returns>
    public static Descriptor? Open(byte* path, int flags)
    {
        int number;
        do
            number = LibC.Open(path, flags | Platform.CloseOnExec);
        while (number < 0 && Errno.Last == Errno.EINTR);
        return number < 0 ? null : new Descriptor(number);
    }

    /// <summary>Opens or creates a name in a directory.</summary>
    /// <returns>Null, with the reason in <see cref="Errno.Last"/>.</returns>
    public static Descriptor? OpenAt(int directory, byte* name, int flags, uint mode = 0)
    {
        int number;
        do
            number = LibC.OpenAt(directory, name, flags | Platform.CloseOnExec, (nint)mode, 0, 0, 0, 0, (nint)mode);
        while (number < 0 && Errno.Last == Errno.EINTR);
        return number < 0 ? null : new Descriptor(number);
    }

    /// <summary>Reads until the end of the file or until the buffer is full.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="capacity">Bytes that fit.</param>
    /// <param name="expected">How long the file is said to be: having read just that much, nothing more is asked for.</param>
    public int ReadAll(byte* buffer, int capacity, long expected)
    {
        int total = 0;
        while (total < capacity)
        {
            nint count = LibC.Read(_number, buffer + total, capacity - total);
            if (count < 0 && Errno.Last == Errno.EINTR)
                continue;
            if (count < 0)
                throw Errno.Failure();
            total += (int)count;
            if (count == 0 || total == expected)
                break;
        }

        return total;
    }

    /// <summary>
    /// Waits until the write that somebody may just be doing to this file is done. Linux' file systems hold the inode's
    /// lock while they copy what is written; most do not take it for reading, but for a look at where the data is they
    /// do: <c>ext4_llseek</c>, <c>shmem_file_llseek</c>, <c>btrfs_file_llseek</c>.
    /// </summary>
    public void AwaitWrite()
    {
        // What it answers, and whether the file system knows it at all, does not matter.
        if (!Platform.IsMacOS)
            _ = LibC.LSeek(_number, 0, Platform.SeekData);
    }

    /// <summary>Reads once from the start of the file, wherever it was read to before.</summary>
    /// <returns>How many bytes were read.</returns>
    public int ReadAtStart(byte* buffer, int capacity)
    {
        nint count;
        do
            count = LibC.PRead(_number, buffer, capacity, 0);
        while (count < 0 && Errno.Last == Errno.EINTR);
        return count < 0 ? throw Errno.Failure() : (int)count;
    }

    /// <summary>Writes all of it, however many calls that takes.</summary>
    public void WriteAll(byte* content, int length)
    {
        int total = 0;
        while (total < length)
        {
            nint count = LibC.Write(_number, content + total, length - total);
            if (count < 0 && Errno.Last != Errno.EINTR)
                throw Errno.Failure();

            // Not to be had from a regular file; going round for ever would be worse than an error.
            if (count == 0)
                throw Errno.Failure(Errno.EIO);
            total += Math.Max(0, (int)count);
        }
    }

    /// <summary>Flushes to the disk. An interrupted flush has not failed; a failed one is not repeated.</summary>
    /// <returns>0, or the error number.</returns>
    public int Flush()
    {
        if (Platform.IsMacOS)
        {
            int errno = FlushDrive();

            // Only where the file system does not know it: an SMB mount, for instance, has fsync alone. After an I/O
            // error fsync would find clean pages and call it a success.
            if (errno != Errno.ENOTSUP && errno != Errno.ENOTTY && errno != Errno.EINVAL)
                return errno;
        }

        while (LibC.FSync(_number) != 0)
        {
            if (Errno.Last != Errno.EINTR)
                return Errno.Last;
        }

        return 0;
    }

    /// <summary>Sets the permissions, whatever the umask.</summary>
    /// <exception cref="FileSystemException"/>
    public void SetMode(uint mode)
    {
        while (LibC.FChMod(_number, mode) != 0)
        {
            if (Errno.Last != Errno.EINTR)
                throw Errno.Failure();
        }
    }

    /// <summary>Gives it to a user and a group.</summary>
    /// <exception cref="FileSystemException"/>
    public void SetOwner(uint user, uint group)
    {
        while (LibC.FChOwn(_number, user, group) != 0)
        {
            if (Errno.Last != Errno.EINTR)
                throw Errno.Failure();
        }
    }

    /// <summary>Hands the number over to somebody who will close it.</summary>
    public int Release() => Interlocked.Exchange(ref _number, Closed);

    /// <summary>Closes it and says whether that went well. After EINTR Linux has closed it all the same.</summary>
    /// <exception cref="FileSystemException"/>
    public void Close()
    {
        int number = Interlocked.Exchange(ref _number, Closed);
        if (number != Closed && LibC.Close(number) != 0 && Errno.Last != Errno.EINTR)
            throw Errno.Failure();
    }

    public void Dispose()
    {
        int number = Interlocked.Exchange(ref _number, Closed);
        if (number != Closed)
            _ = LibC.Close(number);
        GC.SuppressFinalize(this);
    }

    private int FlushDrive()
    {
        while (LibC.FCntl(_number, Platform.FullFSync) == -1)
        {
            if (Errno.Last != Errno.EINTR)
                return Errno.Last;
        }

        return 0;
    }
}
