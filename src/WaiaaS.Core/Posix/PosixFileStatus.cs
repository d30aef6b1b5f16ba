using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>What <c>stat</c> says of an open file.</summary>
internal sealed class PosixFileStatus(PosixStat stat, bool isOwnerTrusted, bool isOpenToOthers)
    : FileStatus(stat.Type, stat.Size, stat.Modified, isOwnerTrusted, isOpenToOthers)
{
    /// <inheritdoc/>
    public override string Owner => SystemUsers.NameOf(stat.Uid);

    /// <inheritdoc/>
    public override string Mode => stat.Mode;

    /// <inheritdoc/>
    public override string Access => stat.Access;
}
