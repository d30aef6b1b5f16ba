using System;
using System.Linq;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>What the file's handle and its security descriptor say of an open file.</summary>
internal sealed class WindowsFileStatus : FileStatus
{
    private readonly Func<string> _owner;
    private readonly Func<string> _access;

    /// <summary>Of a file that was just created.</summary>
    /// <param name="lastWriteTime">When.</param>
    /// <param name="security">What it was created with.</param>
    public WindowsFileStatus(DateTimeOffset lastWriteTime, PrivateSecurityDescriptor security)
        : base(FileType.Regular, length: 0, lastWriteTime, isOwnerTrusted: true, isOpenToOthers: false)
    {
        _owner = () => Sids.NameOf(security.Owner);
        _access = () => string.Join(", ", security.Allowed.Select(Sids.NameOf));
    }

    /// <summary>Of a file that was opened.</summary>
    /// <param name="information">What its handle says.</param>
    /// <param name="security">Its owner and DACL.</param>
    /// <param name="directory">The owner and DACL of its directory.</param>
    public WindowsFileStatus(Kernel32.FileInformation information, FileSecurity security, FileSecurity directory)
        : base(
            FileType.Regular,
            ((long)information.SizeHigh << 32) | information.SizeLow,
            information.LastWrite,
            security.IsOwnedByUserOrSystem || IsOwnedByDirectoryOwner(security, directory),
            security.GrantsOthersAccess)
    {
        _owner = () => Sids.NameOf(security.Owner);
        _access = security.Describe;
    }

    /// <summary>Of what is no regular file. It is refused for its type; a device may not even be able to answer.</summary>
    /// <param name="type">What it is.</param>
    public WindowsFileStatus(FileType type)
        : base(type, length: 0, lastWriteTime: default, isOwnerTrusted: false, isOpenToOthers: false) =>
        _owner = _access = () => string.Empty;

    /// <inheritdoc/>
    public override string Owner => _owner();

    /// <inheritdoc/>
    public override string? Mode => null;

    /// <inheritdoc/>
    public override string Access => _access();

    private static bool IsOwnedByDirectoryOwner(FileSecurity file, FileSecurity directory) =>
        file.Owner is not null && file.Owner == directory.Owner && !directory.IsWritableByOthers;
}
