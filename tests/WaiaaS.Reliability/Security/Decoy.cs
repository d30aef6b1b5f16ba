namespace WaiaaS.Reliability.Security;

/// <summary>What an attacker puts in the place of a token file, or of its directory.</summary>
internal enum Decoy
{
    SymbolicLink,
    Directory,
    Fifo,
    AttackersFile,
    HardLink,
    LinkToDirectory,
    FifoAsDirectory,
}
