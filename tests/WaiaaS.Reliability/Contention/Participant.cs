namespace WaiaaS.Reliability.Contention;

/// <summary>What a process of the crowd does, and what all processes of this role say; what a killed one had not said yet is not in it.</summary>
internal sealed class Role(string name, bool isOurs, bool writes) : Figures
{
    public string Name => name;

    public bool IsOurs => isOurs;

    public bool Writes => writes;

    public string[] Command(string data, string stop)
    {
        string work = writes ? "write" : "read";
        return isOurs ? Repository.PowerShell(Repository.Script("Contention", "ours.ps1"), data, stop, work, Repository.Manifest)
            : ["node", Repository.Script("Contention", "node.mjs"), data, stop, work, SignedToken.Key];
    }

    public int Number { get; set; }

    public int Kills { get; set; }
}

/// <summary>A process of the crowd.</summary>
internal sealed class Participant : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    public Participant(Role role, string data, string stop)
    {
        Role = role;
        _process = Command.Start(role.Command(data, stop));
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
    }

    public Role Role { get; }

    public Task Ready => _ready.Task.WaitAsync(Patience);

    public bool End()
    {
        bool endedWell = _process.WaitForExit(Patience) && _process.ExitCode == 0;
        Dispose();
        return endedWell;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line == "ready")
            _ready.TrySetResult();
        if (line is not null)
            Role.Add(line);
    }
}
