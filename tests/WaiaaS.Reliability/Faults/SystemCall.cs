namespace WaiaaS.Reliability.Faults;

/// <summary>One system call of a cmdlet.</summary>
/// <param name="Name">The call.</param>
/// <param name="Nth">Its number among those of this name in its thread, which is how strace is told of it.</param>
/// <param name="Target">What it is about, relative to the scenario's directory.</param>
/// <param name="Phase">What a failure here means.</param>
internal sealed record SystemCall(string Name, int Nth, string Target, Phase Phase)
{
    /// <summary>The name by which all temporary files go here.</summary>
    public const string Temporary = "(temporary file)";

    public bool IsOfTemporary => Target.EndsWith(Temporary, StringComparison.Ordinal);

    /// <summary>What strace's <c>-e inject=</c> takes to disturb this call.</summary>
    public string With(string what) => string.Create(CultureInfo.InvariantCulture, $"{Name}:{what}:when={Nth}");

    public override string ToString() => $"{Name} of {Target}";
}

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
