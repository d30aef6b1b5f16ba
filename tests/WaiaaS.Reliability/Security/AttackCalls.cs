using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace WaiaaS.Reliability.Security;

/// <summary>The calls of an attacker.</summary>
internal static unsafe class AttackCalls
{
    private const int CurrentDirectory = -100;
    private const uint ExchangeNames = 2;
    private const int ReadWriteNonBlocking = 0x802;
    private const uint OpenToAll = 0x1B6;

    /// <summary>Makes this process another user's, for good.</summary>
    public static void Become(int user)
    {
        if (SetGroups(0, null) != 0 || SetResGid(user, user, user) != 0 || SetResUid(user, user, user) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Exchanges two names in one step.</summary>
    public static bool Exchange(byte[] one, byte[] other)
    {
        fixed (byte* a = one, b = other)
            return RenameAt2(CurrentDirectory, a, CurrentDirectory, b, ExchangeNames) == 0;
    }

    /// <summary>Makes a FIFO and opens both of its ends.</summary>
    public static int OpenFifo(string path)
    {
        fixed (byte* name = Name(path))
        {
            _ = MkFifo(name, OpenToAll);
            _ = ChMod(name, OpenToAll);
            return Open(name, ReadWriteNonBlocking);
        }
    }

    /// <summary>Takes out what is in a FIFO.</summary>
    /// <returns>How many bytes.</returns>
    public static int Drain(int fifo)
    {
        byte* buffer = stackalloc byte[4096];
        nint count = Read(fifo, buffer, 4096);
        return count > 0 ? (int)count : 0;
    }

    /// <summary>Gives a file another name.</summary>
    public static void Link(string path, string other)
    {
        fixed (byte* a = Name(path), b = Name(other))
        {
            if (LinkFile(a, b) != 0 && !File.Exists(other))
                throw new IOException("link: " + new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }
    }

    public static void CloseDescriptor(int descriptor)
    {
        if (descriptor >= 0)
            _ = Close(descriptor);
    }

    /// <summary>A path as the C library takes it.</summary>
    public static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static extern int SetGroups(nint count, uint* groups);

    [DllImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static extern int SetResUid(int real, int effective, int saved);

    [DllImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    private static extern int SetResGid(int real, int effective, int saved);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static extern int RenameAt2(int oneDirectory, byte* one, int otherDirectory, byte* other, uint flags);

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    private static extern int MkFifo(byte* path, uint mode);

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static extern int ChMod(byte* path, uint mode);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int LinkFile(byte* path, byte* other);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte* path, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(int descriptor, byte* buffer, nint count);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
