namespace WaiaaS.Reliability.Faults;

/// <summary>One system call of a cmdlet.</summary>
/// <param name="Name">The call.</param>
/// <param name="Nth">The how manieth of this name in its thread, which is how strace is told of it.</param>
/// <param name="Target">What it is about, relative to the scenario's directory.</param>
/// <param name="Phase">What a failure here means.</param>
internal sealed record SystemCall(string Name, int Nth, string Target, Phase Phase)
{
    /// <summary>The name by which all temporary files go here.</summary>
    public const string Temporary = "(temporary file)";

    /// <summary>Whether it is about the temporary file.</summary>
    public bool IsOfTemporary => Target.EndsWith(Temporary, System.StringComparison.Ordinal);

    public override string ToString() => $"{Name} of {Target}";
}
