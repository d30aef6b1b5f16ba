using WaiaaS.Files;
using WaiaaS.Tokens;

namespace WaiaaS.Posix;

/// <summary>A file that is open for reading.</summary>
internal sealed unsafe class PosixOpenedFile : IOpenedFile
{
    private const uint Root = 0;

    private readonly Descriptor _file;

    public PosixOpenedFile(Descriptor file, string directory)
    {
        _file = file;
        try
        {
            Status = Describe(file.Number, PosixStatus.Of(file.Number), directory);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public FileStatus Status { get; }

    public int Read(byte* buffer, int capacity) => _file.ReadAll(buffer, capacity, Status.Length);

    public bool StillHolds(byte* content, int length)
    {
        using var again = new SecretBuffer(length + 1);

        // A writer that is put aside in the middle of a write leaves parts of two tokens to be seen for a while, twice too.
        _file.AwaitWrite();
        return _file.ReadAtStart(again.Bytes, length + 1) == length && again.StartsWith(content, length);
    }

    public void Dispose() => _file.Dispose();

    private static FileStatus Describe(int descriptor, PosixStatus status, string directory) => new(
        status.Kind,
        status.Size,
        status.Modified,
        () => UserName.Of(status.User),
        status.Mode,
        () => status.Access,
        IsTrusted(status, directory),
        PosixAccessList.LetsOthersReadOrWrite(descriptor, status));

    // The directory is looked at by path, later than the file was opened. That gives nobody anything: whoever can
    // exchange the directory could as well have put one of their own, with their file in it, there before.
    private static bool IsTrusted(PosixStatus file, string directory)
    {
        if (file.User == Root || file.User == LibC.GetEUid())
            return true;
        PosixStatus parent = PosixFileSystem.StatusOf(directory);
        return parent.User == file.User && parent.OnlyOwnerCanWrite;
    }
}
