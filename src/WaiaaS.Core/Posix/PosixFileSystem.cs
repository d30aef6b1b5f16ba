using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Posix;

/// <summary>Linux and macOS.</summary>
internal sealed unsafe class PosixFileSystem : ITokenFileSystem
{
    public ITokenDirectory OpenOrCreateDirectory(string path) => PosixDirectory.OpenOrCreate(path);

    public ITokenDirectory OpenDirectory(string path) => PosixDirectory.Open(path);

    public IOpenedFile OpenForReading(TokenLocation location)
    {
        fixed (byte* path = Descriptor.NameOf(location.FullPath))
        {
            // O_NONBLOCK: a FIFO without a writer would hang the open; a regular file does not care.
            Descriptor? file = Descriptor.Open(path, Platform.ReadOnly | Platform.NoFollow | Platform.NonBlocking);
            return file is null ? throw WhyNotOpened(path) : new PosixOpenedFile(file, location.Directory);
        }
    }

    public bool OthersCanWriteTo(string directory) => StatusOf(directory).OthersCanSwapNames;

    // kill(2) with signal 0 only asks; EPERM is somebody else's process.
    public bool IsOwnProcess(int pid) => LibC.Kill(pid, 0) == 0;

    public string CommandToClose(string path) => "chmod 600 " + Quoted(path);

    public string CommandToCloseDirectory(string path) => "chmod go-w " + Quoted(path);

    /// <summary>What stands at a path. Links are followed.</summary>
    internal static PosixStatus StatusOf(string path)
    {
        fixed (byte* name = Descriptor.NameOf(path))
            return PosixStatus.OfPath(name);
    }

    // ELOOP stands for a link here and for a loop on the way, ENXIO for a socket and for a device without a driver:
    // what is there says which.
    private static FileSystemException WhyNotOpened(byte* path)
    {
        int errno = Errno.Last;
        if (errno == Errno.EACCES || errno == Errno.ENOENT)
            return Errno.Failure(errno);
        try
        {
            if (PosixStatus.TryGetName(Platform.CurrentDirectory, path, out PosixStatus status))
            {
                // Whatever has taken its place meanwhile: the way there is no loop, so a link was met.
                EntryKind kind = errno == Errno.ELOOP ? EntryKind.SymbolicLink : status.Kind;
                if (kind is not EntryKind.Regular and not EntryKind.Directory)
                    return new FileSystemException(kind, string.Empty, string.Empty);
            }
        }
        catch (FileSystemException)
        {
            // The first error is the one to tell.
        }

        return Errno.Failure(errno);
    }

    // For a POSIX shell, and for PowerShell alike as long as there is no quote in the path.
    private static string Quoted(string path) => "'" + path.Replace("'", "'\\''") + "'";
}
