namespace WaiaaS.Bench;

/// <summary>What is built once, and measured in each run.</summary>
internal sealed class Laboratory : IDisposable
{
    private readonly Effort _effort;
    private readonly string _load = Machine.Load();
    private readonly string _manifest = Example.Manifest();
    private readonly Workshop _workshop = new();
    private readonly Stage _memory = Stage.Memory();
    private readonly Stage _disk = Stage.Disk();
    private readonly Stage _many = Stage.Memory("many");
    private readonly string _limit;
    private readonly Pwsh _pwsh;
    private readonly Npm? _npm;
    private readonly Starts _starts;
    private readonly Hyperfine _hyperfine;
    private readonly ManyWallets _wallets;
    private string? _allocations;

    public Laboratory(Effort effort)
    {
        _effort = effort;
        if (Programs.Find("hyperfine") is null)
            throw new InvalidOperationException("hyperfine is missing. Install it, on Debian with 'apt-get install hyperfine'.");
        _limit = _workshop["limit"];
        Programs.Run("cc", "-O2", "-o", _limit, Path.Combine(AppContext.BaseDirectory, "limit.c"));
        _pwsh = Pwsh.Build(Example.Root(), _workshop["pwsh"]);
        _npm = Npm.Install(_workshop["node"]);
        _hyperfine = new Hyperfine(_workshop["starts.json"]);
        _starts = new Starts(_pwsh.Program, Path.Combine(AppContext.BaseDirectory, "Empty.psd1"), _manifest, _memory.Directory, _workshop["."]);
        _wallets = new ManyWallets(_memory, _many, _manifest);
    }

    /// <summary>Measures everything once.</summary>
    public Report Run()
    {
        var report = new Report();
        foreach (Stage stage in new[] { _memory, _disk })
        {
            using var turns = new Turns(stage, _limit, _manifest);
            turns.WarmUp();
            for (int round = 0; round < _effort.Rounds; round++)
            {
                Console.Error.WriteLine($"{stage.Name}, round {round + 1} of {_effort.Rounds}");
                turns.Measure(_effort.Batches, report);
                _npm?.Measure(stage, _effort.Batches, report);
                _pwsh.Measure(_manifest, stage, _effort.Batches, report);
            }
        }

        Console.Error.WriteLine("10,000 wallets");
        _wallets.Measure(_effort.Batches, report);
        Console.Error.WriteLine("cold starts");
        for (int turn = 0; turn < _effort.Starts / Starts.InTurn; turn++)
            _starts.Measure(_hyperfine, report);
        return report;
    }

    /// <summary>The tables of the first run, and the targets of all; time and allocations in this process are measured once.</summary>
    public (string Name, string Content)[] Tables(IReadOnlyList<Report> runs)
    {
        Console.Error.WriteLine("allocations");
        _allocations ??= Allocations.Measure(_effort == Effort.Quick, _workshop["BenchmarkDotNet"]);
        return
        [
            ("targets", Bench.Tables.Targets(runs)),
            ("writes on tmpfs", Bench.Tables.Writes(runs[0], "tmpfs")),
            ("writes on disk", Bench.Tables.Writes(runs[0], "disk")),
            ("reads on tmpfs", Bench.Tables.Reads(runs[0], "tmpfs")),
            ("reads on disk", Bench.Tables.Reads(runs[0], "disk")),
            ("starts", Bench.Tables.StartsOf(runs[0])),
            ("allocations", _allocations),
            ("machine", Machine.Describe(_effort, _load, [_memory, _disk], _npm is not null, _pwsh)),
        ];
    }

    public void Dispose()
    {
        _many.Dispose();
        _disk.Dispose();
        _memory.Dispose();
        _workshop.Dispose();
    }
}
