using System;
using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary>The C library's calls and constants, as POSIX.1-2017 and the systems' headers name them.</summary>
internal static unsafe class LibC
{
    private const string Library = "libc";

    public static readonly bool IsMacOS = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    /// <summary>Whether macOS' <c>stat</c> functions carry the suffix of the 64-bit inode variants.</summary>
    public static readonly bool HasInode64Suffix = IsMacOS && !IsArm;

    // fcntl.h of macOS; asm-generic/fcntl.h and arch/arm64/include/uapi/asm/fcntl.h of Linux.
    public const int O_RDONLY = 0;
    public const int O_RDWR = 2;
    public static readonly int O_CREAT = IsMacOS ? 0x200 : 0x40;
    public static readonly int O_EXCL = IsMacOS ? 0x800 : 0x80;
    public static readonly int O_NONBLOCK = IsMacOS ? 0x4 : 0x800;
    public static readonly int O_CLOEXEC = IsMacOS ? 0x1000000 : 0x80000;
    public static readonly int O_DIRECTORY = IsMacOS ? 0x100000 : IsArm ? 0x4000 : 0x10000;
    public static readonly int O_NOFOLLOW = IsMacOS ? 0x100 : IsArm ? 0x8000 : 0x20000;

    /// <summary>Linux only: opens a directory without the right to list it, which looking up a name in it does not need.</summary>
    public const int O_PATH = 0x200000;

    public static readonly int AT_SYMLINK_NOFOLLOW = IsMacOS ? 0x20 : 0x100;

    /// <summary>Linux only.</summary>
    public const int AT_EMPTY_PATH = 0x1000;

    /// <summary>The value of Linux, linux/fs.h.</summary>
    public const int SEEK_DATA = 3;

    /// <summary>The same on Linux and macOS, sys/resource.h.</summary>
    public const int RLIMIT_FSIZE = 1;

    // sys/file.h, the same everywhere.
    public const int LOCK_SH = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;

    /// <summary>The value of Linux, asm-generic/fcntl.h.</summary>
    public const int F_SETFL = 4;

    /// <summary>macOS only: there fsync leaves data in the drive's cache (man 2 fsync).</summary>
    public const int F_FULLFSYNC = 51;

    // Variadic in C: with two arguments that makes no difference to any calling convention.
    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    public static extern int Open(byte* path, int flags);

    /// <summary>
    /// <c>openat</c> with a mode. It is variadic, and Apple's arm64 passes variadic arguments on the stack, all others in
    /// the next register (dotnet/runtime#48752). The mode is given in both places; the zeros fill the registers between.
    /// </summary>
    [DllImport(Library, EntryPoint = "openat", SetLastError = true)]
    public static extern int OpenAt(
        FileDescriptor directory, byte* path, int flags, nint modeInRegister, nint zero1, nint zero2, nint zero3, nint zero4, nint modeOnStack);

    [DllImport(Library, EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int descriptor);

    [DllImport(Library, EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(FileDescriptor file, byte* buffer, nint count);

    // off_t has the size of a pointer on every 64-bit system.
    [DllImport(Library, EntryPoint = "pread", SetLastError = true)]
    public static extern nint PRead(FileDescriptor file, byte* buffer, nint count, nint offset);

    [DllImport(Library, EntryPoint = "lseek", SetLastError = true)]
    public static extern nint LSeek(FileDescriptor file, nint offset, int whence);

    [DllImport(Library, EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(FileDescriptor file, byte* buffer, nint count);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static extern int FSync(FileDescriptor file);

    // Variadic too; F_FULLFSYNC takes no third argument.
    [DllImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static extern int FCntl(FileDescriptor file, int command);

    // On Linux alone: Apple's arm64 would look for the third argument elsewhere.
    [DllImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static extern int FCntl(FileDescriptor file, int command, nint argument);

    [DllImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static extern int FLock(FileDescriptor file, int operation);

    // Linux alone. The type stands at the start, in a word of the machine.
    [DllImport(Library, EntryPoint = "fstatfs", SetLastError = true)]
    public static extern int FStatFS(FileDescriptor file, nint* status);

    [DllImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    public static extern int FChMod(FileDescriptor file, uint mode);

    [DllImport(Library, EntryPoint = "fchmodat", SetLastError = true)]
    public static extern int FChModAt(FileDescriptor directory, byte* path, uint mode, int flags);

    [DllImport(Library, EntryPoint = "fchown", SetLastError = true)]
    public static extern int FChOwn(FileDescriptor file, uint uid, uint gid);

    // Linux alone. It follows links.
    [DllImport(Library, EntryPoint = "getxattr", SetLastError = true)]
    public static extern nint GetXAttr(byte* path, byte* name, byte* value, nint size);

    [DllImport(Library, EntryPoint = "readlink", SetLastError = true)]
    public static extern nint ReadLink(byte* path, byte* target, nint size);

    // realpath$DARWIN_EXTSN of macOS differs only where there is no buffer.
    [DllImport(Library, EntryPoint = "realpath", SetLastError = true)]
    public static extern IntPtr RealPath(byte* path, byte* resolved);

    [DllImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    public static extern int MkDirAt(FileDescriptor directory, byte* path, uint mode);

    [DllImport(Library, EntryPoint = "renameat", SetLastError = true)]
    public static extern int RenameAt(FileDescriptor sourceDirectory, byte* source, FileDescriptor targetDirectory, byte* target);

    [DllImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    public static extern int UnlinkAt(FileDescriptor directory, byte* path, int flags);

    // Two words of the machine: the limit now, and the most that it can be set to.
    [DllImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    public static extern int GetRLimit(int resource, nuint* limits);

    [DllImport(Library, EntryPoint = "geteuid")]
    public static extern uint GetEUid();

    [DllImport(Library, EntryPoint = "getpid")]
    public static extern int GetPid();

    [DllImport(Library, EntryPoint = "getpwuid", SetLastError = true)]
    public static extern IntPtr GetPwUid(uint uid);

    [DllImport(Library, EntryPoint = "fdopendir", SetLastError = true)]
    public static extern IntPtr FdOpenDir(FileDescriptor directory);

    [DllImport(Library, EntryPoint = "readdir", SetLastError = true)]
    public static extern IntPtr ReadDir(IntPtr stream);

    [DllImport(Library, EntryPoint = "closedir", SetLastError = true)]
    public static extern int CloseDir(IntPtr stream);

    // statx(2), Linux 4.11 and glibc 2.28 or musl 1.2.5: one layout on every processor, unlike struct stat.
    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    public static extern int StatX(FileDescriptor directory, byte* path, int flags, uint mask, LinuxStatX* stat);

    // Variadic; on Linux that makes no difference to any calling convention.
    [DllImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static extern nint SysCall(nint number, FileDescriptor directory, byte* path, LinuxKernelStat* stat, nint flags);

    // Apple's 64-bit inode variants: the plain names on arm64, suffixed ones on x64.
    [DllImport(Library, EntryPoint = "fstat", SetLastError = true)]
    public static extern int DarwinArmFStat(FileDescriptor file, DarwinStat* stat);

    [DllImport(Library, EntryPoint = "fstat$INODE64", SetLastError = true)]
    public static extern int DarwinIntelFStat(FileDescriptor file, DarwinStat* stat);

    [DllImport(Library, EntryPoint = "fstatat", SetLastError = true)]
    public static extern int DarwinArmFStatAt(FileDescriptor directory, byte* path, DarwinStat* stat, int flags);

    [DllImport(Library, EntryPoint = "fstatat$INODE64", SetLastError = true)]
    public static extern int DarwinIntelFStatAt(FileDescriptor directory, byte* path, DarwinStat* stat, int flags);
}
