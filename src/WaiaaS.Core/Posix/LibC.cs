using System;
using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary>
/// The C library's calls, as POSIX.1-2017 names them. All arguments are blittable, so a call costs what it costs in C.
/// </summary>
internal static unsafe class LibC
{
    private const string Library = "libc";

    // Variadic in C: with two arguments that makes no difference to any calling convention.
    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern int Open(byte* path, int flags);

    /// <summary>
    /// <c>openat</c> with a mode. It is variadic, and Apple's arm64 passes what is variadic on the stack, everybody else
    /// in the next register (dotnet/runtime#48752). The mode is given in both places; the zeros fill the registers between.
    /// </summary>
    [DllImport(Library, EntryPoint = "openat", SetLastError = true)]
    public static extern int OpenAt(
        int directory, byte* path, int flags, nint modeInRegister, nint zero1, nint zero2, nint zero3, nint zero4, nint modeOnStack);

    [DllImport(Library, EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int descriptor);

    [DllImport(Library, EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int descriptor, byte* buffer, nint count);

    // off_t has the size of a pointer on every 64-bit system.
    [DllImport(Library, EntryPoint = "pread", SetLastError = true)]
    public static extern nint PRead(int descriptor, byte* buffer, nint count, nint offset);

    [DllImport(Library, EntryPoint = "lseek", SetLastError = true)]
    public static extern nint LSeek(int descriptor, nint offset, int whence);

    [DllImport(Library, EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int descriptor, byte* buffer, nint count);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static extern int FSync(int descriptor);

    // Variadic too; F_FULLFSYNC takes no third argument.
    [DllImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static extern int FCntl(int descriptor, int command);

    [DllImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    public static extern int FChMod(int descriptor, uint mode);

    [DllImport(Library, EntryPoint = "fchmodat", SetLastError = true)]
    public static extern int FChModAt(int directory, byte* path, uint mode, int flags);

    [DllImport(Library, EntryPoint = "fchown", SetLastError = true)]
    public static extern int FChOwn(int descriptor, uint user, uint group);

    // Linux alone: Apple's has two more arguments.
    [DllImport(Library, EntryPoint = "fgetxattr", SetLastError = true)]
    public static extern nint FGetXAttr(int descriptor, byte* name, byte* value, nint size);

    [DllImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    public static extern int MkDirAt(int directory, byte* path, uint mode);

    [DllImport(Library, EntryPoint = "renameat", SetLastError = true)]
    public static extern int RenameAt(int sourceDirectory, byte* source, int targetDirectory, byte* target);

    [DllImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    public static extern int UnlinkAt(int directory, byte* path, int flags);

    [DllImport(Library, EntryPoint = "geteuid")]
    public static extern uint GetEUid();

    [DllImport(Library, EntryPoint = "getpid")]
    public static extern int GetPid();

    [DllImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static extern int Kill(int process, int signal);

    [DllImport(Library, EntryPoint = "getpwuid", SetLastError = true)]
    public static extern IntPtr GetPwUid(uint user);

    [DllImport(Library, EntryPoint = "fdopendir", SetLastError = true)]
    public static extern IntPtr FdOpenDir(int descriptor);

    [DllImport(Library, EntryPoint = "readdir", SetLastError = true)]
    public static extern IntPtr ReadDir(IntPtr stream);

    [DllImport(Library, EntryPoint = "closedir", SetLastError = true)]
    public static extern int CloseDir(IntPtr stream);

    // statx(2), Linux 4.11 and glibc 2.28 or musl 1.2.3: one layout on every processor, unlike struct stat.
    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static extern int StatX(int directory, byte* path, int flags, uint mask, LinuxStatX* status);

    // Apple's 64-bit inode variants: the plain names on arm64, suffixed ones on x64.
    [DllImport(Library, EntryPoint = "fstat", SetLastError = true)]
    public static extern int DarwinArmFStat(int descriptor, DarwinStat* status);

    [DllImport(Library, EntryPoint = "fstat$INODE64", SetLastError = true)]
    public static extern int DarwinIntelFStat(int descriptor, DarwinStat* status);

    [DllImport(Library, EntryPoint = "fstatat", SetLastError = true)]
    public static extern int DarwinArmFStatAt(int directory, byte* path, DarwinStat* status, int flags);

    [DllImport(Library, EntryPoint = "fstatat$INODE64", SetLastError = true)]
    public static extern int DarwinIntelFStatAt(int directory, byte* path, DarwinStat* status, int flags);
}
