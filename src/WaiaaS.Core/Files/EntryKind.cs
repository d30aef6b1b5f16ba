namespace WaiaaS.Files;

/// <summary>What stands behind a name in a directory.</summary>
internal enum EntryKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A regular file, the only kind that holds a token.</summary>
    Regular,

    /// <summary>A symbolic link; on Windows any reparse point.</summary>
    SymbolicLink,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A named pipe.</summary>
    Fifo,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A character or block device.</summary>
    Device,
}
