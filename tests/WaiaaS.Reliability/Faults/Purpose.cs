namespace WaiaaS.Reliability.Faults;

/// <summary>What a cmdlet does to the token file.</summary>
internal enum Purpose
{
    Write,
    Read,
    Remove,
}
