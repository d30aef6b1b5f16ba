namespace WaiaaS.Reliability.Contention;

/// <summary>What a process of the crowd does, and what all processes of this role say, added up.</summary>
internal sealed class Role(string name, bool isOurs, bool writes)
{
    private readonly Dictionary<string, int> _sums = [];

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

    /// <summary>The failures and how often each was; what a killed process had not said yet is not in it.</summary>
    public IReadOnlyDictionary<string, int> Failures =>
        _sums.Where(sum => sum.Key.StartsWith("failure ", StringComparison.Ordinal)).ToDictionary(sum => sum.Key["failure ".Length..], sum => sum.Value);

    public string FailuresInWords =>
        Failures.Count == 0 ? "0" : string.Join(", ", Failures.OrderBy(failure => failure.Key).Select(failure => $"{failure.Key} {failure.Value}"));

    public int this[string what] => _sums.GetValueOrDefault(what);

    /// <summary>Adds a line: a word and a number, or <c>failure</c> and its name.</summary>
    public void Add(string line)
    {
        string[] words = line.Split(' ');
        if (words.Length != 2)
            return;
        bool isNumber = int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        lock (_sums)
            _sums[isNumber ? words[0] : line] = _sums.GetValueOrDefault(isNumber ? words[0] : line) + (isNumber ? number : 1);
    }
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

    /// <summary>Ends when it has begun its work.</summary>
    public Task Ready => _ready.Task.WaitAsync(Patience);

    /// <summary>Waits until it has seen the stop file.</summary>
    /// <returns>Whether it ended as it should.</returns>
    public bool End()
    {
        bool endedWell = _process.WaitForExit(Patience) && _process.ExitCode == 0;
        Dispose();
        return endedWell;
    }

    /// <summary>Kills it where it has not ended.</summary>
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
