namespace WaiaaS.Reliability.Contention;

/// <summary>A process of the crowd.</summary>
internal sealed class Participant : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    public Participant(Role role, Figures figures, string data, string stop)
    {
        Role = role;
        Figures = figures;
        string script = Repository.Script("Contention", role.Script);
        _process = Command.Start(
            role.IsOurs ? Repository.PowerShell(script, data, SignedToken.Key, stop, Repository.Manifest) : ["node", script, data, SignedToken.Key, stop]);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
    }

    public Role Role { get; }

    public Figures Figures { get; }

    /// <summary>Ends when it has begun its work.</summary>
    public Task Ready => _ready.Task.WaitAsync(Patience);

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits until it has seen the stop file.</summary>
    /// <returns>Whether it ended as it should.</returns>
    public bool End()
    {
        bool ended = _process.WaitForExit(Patience);
        if (!ended)
            Kill();
        _process.WaitForExit();
        return ended && _process.ExitCode == 0;
    }

    public void Dispose() => _process.Dispose();

    private void Hear(string? line)
    {
        if (line is null)
            return;
        if (line == "ready")
            _ready.TrySetResult();
        Figures.Add(line);
    }
}
