namespace WaiaaS.Reliability.Security;

/// <summary>What an attacker puts in the place of a token file, or of its directory.</summary>
internal enum Decoy
{
    /// <summary>A link to a file that only the victim may read and write.</summary>
    SymbolicLink,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A FIFO, whose other end the attacker reads.</summary>
    Fifo,

    /// <summary>A file of the attacker's own, with a well-formed token, which everybody may write.</summary>
    AttackersFile,

    /// <summary>Another name of a third user's file, with a well-formed token, which everybody may write.</summary>
    HardLink,

    /// <summary>In place of the directory: a link to another one.</summary>
    LinkToDirectory,

    /// <summary>In place of the directory: a FIFO.</summary>
    FifoAsDirectory,
}
