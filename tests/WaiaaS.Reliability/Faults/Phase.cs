namespace WaiaaS.Reliability.Faults;

/// <summary>When in a cmdlet's work a call comes.</summary>
internal enum Phase
{
    /// <summary>Before the token file has changed, or before the token is read.</summary>
    Before,

    /// <summary>The flush of the directory after the change.</summary>
    Flush,

    /// <summary>When all is done: leftovers, closing.</summary>
    After,
}
