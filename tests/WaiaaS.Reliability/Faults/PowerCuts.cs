namespace WaiaaS.Reliability.Faults;

/// <summary>
/// The file system is cut off from its disk after each step of a write, and mounted again. The same without the
/// flushes shows that the attack can succeed.
/// </summary>
internal sealed class PowerCuts(string fileSystem, bool quick) : IAttack
{
    private const string Return = "the return";

    private static readonly string[] Modes = ["all written first", "journal written", "nothing written"];

    // A flush that strace answers was not done.
    private static readonly (string Name, string Injection)[] Controls =
    [
        ("neither flush", "fsync:retval=0"), ("no flush of the file", "fsync:retval=0:when=1"), ("no flush of the directory", "fsync:retval=0:when=2"),
    ];

    public string Title => $"Power cut at every step ({fileSystem})";

    public string About => """
        A file system on a loop device is cut off from its disk (FS_IOC_SHUTDOWN) after each system call of a write and after
        its return, in three ways, mounted again and read. The token must be the old one or the new one, whole, and the new
        one where the cmdlet had returned. The controls are writes without one or both of the flushes, which must lose or
        tear tokens. It does not show a disk that says to have written what it has not, or writes half a sector.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace(), Capability.Volume(fileSystem));

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var volume = new Volume(scratch, fileSystem);
        using var shell = new Shell();
        var rig = new Rig(shell, volume.NewDirectory, prepared: () => Command.Output("sync", "-f", volume.Path));
        report.Print(Attack(rig, volume, shell, report));
        report.Print(Control(rig, volume, shell, report));
    }

    private static Table NewTable(string what) =>
        new(what, "cut after", "what the disk still gets", "cuts", "old token", "new token", "none", "torn", "success reported before", "violations");

    private static Table Attack(Rig rig, Volume volume, Shell shell, Report report)
    {
        Table table = NewTable("cmdlet");
        foreach (Scenario scenario in new[] { Scenario.Overwrite, Scenario.FirstWrite })
        {
            IReadOnlyList<SystemCall> plan = rig.Record(scenario);
            for (uint mode = 0; mode < Modes.Length; mode++)
            {
                uint way = mode;
                Outcome[] outcomes = [.. plan.Select((call, index) => Judge(
                    rig.At(scenario, plan, index, "signal=STOP", () => Native.CutOff(volume.Path, way), volume.Restart), call.ToString(), shell))];
                Add(table, scenario.Name, $"each of {plan.Count} calls", mode, outcomes);
                Outcome returned = AfterReturn(rig, scenario, volume, mode, shell);
                Add(table, scenario.Name, Return, mode, returned);
                foreach (Outcome outcome in outcomes.Append(returned))
                    report.Check(outcome.Objection is null ? null : $"{scenario.Name}, cut after {outcome.Step}, {Modes[mode]}: {outcome.Objection}");
            }
        }

        return table;
    }

    private Table Control(Rig rig, Volume volume, Shell shell, Report report)
    {
        Table table = NewTable("control");
        int violations = 0;
        foreach ((string name, string injection) in Controls)
        {
            for (uint mode = 1; mode < Modes.Length; mode++)
            {
                Outcome[] outcomes = [.. Enumerable.Range(0, quick ? 5 : 20).Select(_ => AfterReturn(rig, Scenario.Overwrite, volume, mode, shell, injection))];
                violations += outcomes.Count(outcome => outcome.Objection is not null);
                Add(table, name, Return, mode, outcomes);
            }
        }

        report.Check(violations > 0 ? null : "without the flushes nothing was lost, so these cuts prove nothing");
        return table;
    }

    private static Outcome AfterReturn(Rig rig, Scenario scenario, Volume volume, uint mode, Shell shell, params string[] injections)
    {
        Trial trial = rig.Run(scenario, injections);
        Native.CutOff(volume.Path, mode);
        volume.Restart();
        return Judge(trial, Return, shell);
    }

    // What a writer says after the cut would not have been heard.
    private static Outcome Judge(Trial trial, string step, Shell shell)
    {
        bool returned = step == Return && trial.Answer.Succeeded;
        Answer read = shell.Run($"Get-WaiaasToken -AsPlainText -LiteralPath '{trial.TokenPath}'");
        string? objection = !trial.Hit ? "the writer could not be stopped there"
            : trial.State != trial.Scenario.Before && trial.State != TokenFile.New ? trial.Explained
            : returned && trial.State != TokenFile.New ? $"success was reported before the cut, and {trial.Explained}"
            : read.Output == (trial.Content ?? string.Empty) ? null
            : $"{trial.Explained}, and the reader reports {read.Reported} and gives {TokenFile.Explain(read.Output, trial.Old, trial.New)}";
        return new Outcome(step, trial.State, returned, objection);
    }

    private static void Add(Table table, string what, string step, uint mode, params Outcome[] outcomes)
    {
        int Count(string state) => outcomes.Count(outcome => outcome.State == state);
        int whole = Count(TokenFile.Old) + Count(TokenFile.New) + Count(TokenFile.None);
        table.Add(
            what, step, Modes[mode], outcomes.Length, Count(TokenFile.Old), Count(TokenFile.New), Count(TokenFile.None),
            outcomes.Length - whole, outcomes.Count(outcome => outcome.Succeeded), outcomes.Count(outcome => outcome.Objection is not null));
    }

    private sealed record Outcome(string Step, string State, bool Succeeded, string? Objection);
}
