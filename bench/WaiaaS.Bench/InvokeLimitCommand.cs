using System.Globalization;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace WaiaaS.Bench;

/// <summary>
/// A cmdlet that makes the system calls of a write and checks, asks and reports nothing: the least that a cmdlet can
/// take on this machine. The calls are those of limit.c; the numbers are Linux' on x64 and arm64.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Limit")]
public sealed unsafe class InvokeLimitCommand : PSCmdlet
{
    private const int DirectoryFlags = 0x80000;         // O_RDONLY | O_CLOEXEC
    private const int CreateFlags = 0x800C2;            // O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
    private const int EmptyPath = 0x1000;               // AT_EMPTY_PATH
    private const int NoFollow = 0x100;                 // AT_SYMLINK_NOFOLLOW
    private const int SharedNonBlocking = 5;            // LOCK_SH | LOCK_NB
    private const int FileSizeLimit = 1;                // RLIMIT_FSIZE
    private const uint BasicStatistics = 0x7FF;         // STATX_BASIC_STATS

    private static readonly byte[] Content = Encoding.ASCII.GetBytes(Example.Token);

    /// <summary>Not used.</summary>
    [Parameter(Position = 0)]
    public SecureString? Token { get; set; }

    /// <summary>Where to write.</summary>
    [Parameter(Mandatory = true)]
    public string DataDir { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        uint random = BitConverter.ToUInt32(Guid.NewGuid().ToByteArray());
        string temporary = $".mcp-token.{Environment.ProcessId}.{random.ToString("x8", CultureInfo.InvariantCulture)}.tmp";
        byte* status = stackalloc byte[256];
        nuint* limits = stackalloc nuint[2];
        fixed (byte* directory = Text(DataDir), name = Text(temporary), target = Text("mcp-token"), empty = new byte[1], content = Content)
        {
            int folder = open(directory, DirectoryFlags);
            _ = statx(folder, empty, EmptyPath, BasicStatistics, status);
            _ = statx(folder, target, NoFollow, BasicStatistics, status);
            int file = openat(folder, name, CreateFlags, 0x180);
            bool written = flock(file, SharedNonBlocking) == 0 && statx(file, empty, EmptyPath, BasicStatistics, status) == 0
                && getrlimit(FileSizeLimit, limits) == 0 && write(file, content, Content.Length) == Content.Length && fsync(file) == 0
                && renameat(folder, name, folder, target) == 0 && close(file) == 0 && fsync(folder) == 0 && close(folder) == 0;
            if (!written)
                throw new InvalidOperationException("A system call of the limit failed.");
        }
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

#pragma warning disable IDE1006, SYSLIB1054 // The names are the C library's; blittable calls need no generated code.
    [DllImport("libc")]
    private static extern int open(byte* path, int flags);

    [DllImport("libc")]
    private static extern int statx(int directory, byte* path, int flags, uint mask, byte* status);

    [DllImport("libc")]
    private static extern int openat(int directory, byte* path, int flags, uint mode);

    [DllImport("libc")]
    private static extern int flock(int file, int operation);

    [DllImport("libc")]
    private static extern int getrlimit(int resource, nuint* limits);

    [DllImport("libc")]
    private static extern nint write(int file, byte* content, nint length);

    [DllImport("libc")]
    private static extern int fsync(int file);

    [DllImport("libc")]
    private static extern int close(int file);

    [DllImport("libc")]
    private static extern int renameat(int oldDirectory, byte* oldName, int newDirectory, byte* newName);
#pragma warning restore IDE1006, SYSLIB1054
}
