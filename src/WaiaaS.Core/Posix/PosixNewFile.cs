using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>A file that was just created, with nothing in it.</summary>
internal sealed unsafe class PosixNewFile : INewFile
{
    private readonly Descriptor _file;
    private readonly (uint User, uint Group)? _owner;

    /// <param name="file">The open file.</param>
    /// <param name="owner">Whom to give it to; null to keep it.</param>
    public PosixNewFile(Descriptor file, (uint User, uint Group)? owner)
    {
        _file = file;
        _owner = owner;
    }

    public bool SettleAccess()
    {
        if (_owner is { } owner)
            _file.SetOwner(owner.User, owner.Group);

        // A umask may have taken of the owner's own permissions, and a file system without them has others of its own.
        if (PosixStatus.Of(_file.Number).HasMode(PosixStatus.PrivateFile))
            return true;
        _file.SetMode(PosixStatus.PrivateFile);
        return !PosixStatus.Of(_file.Number).OthersCanReadOrWrite;
    }

    public void Write(byte* content, int length) => _file.WriteAll(content, length);

    public void Flush()
    {
        int errno = _file.Flush();
        if (errno != 0)
            throw Errno.Failure(errno);
    }

    public void Close() => _file.Close();

    public void Dispose() => _file.Dispose();
}
