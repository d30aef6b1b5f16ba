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

    public void SettleAccess()
    {
        if (_owner is { } owner && LibC.FChOwn(_file.Number, owner.User, owner.Group) != 0)
            throw Errno.Failure();

        // The umask has taken its part of the mode at creation; it can only take, so nobody got in meanwhile.
        if (LibC.FChMod(_file.Number, PosixStatus.PrivateFile) != 0)
            throw Errno.Failure();
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
