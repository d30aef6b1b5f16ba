using System.Collections.Generic;
using System.Linq;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>
/// The file system is cut off from its disk after each step of a write, and mounted again. The same without the
/// flushes shows that the attack can succeed.
/// </summary>
internal sealed class PowerCuts(string fileSystem, bool quick) : IAttack
{
    private static readonly string[] Modes = ["all written first", "journal written", "nothing written"];

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
        using var volume = new Volume(scratch, fileSystem, Volume.SmallSizeOf(fileSystem));
        using var shell = new Shell();
        var cuts = new PowerCut(shell, volume);
        Attack(cuts, report);
        Control(cuts, report);
    }

    private static void Attack(PowerCut cuts, Report report)
    {
        var table = new Table("cmdlet", "cut after", "what the disk still gets", "cuts", "old token", "new token", "none", "torn", "success reported before", "violations");
        foreach (Scenario scenario in new Scenario[] { new Overwrite(), new FirstWrite() })
        {
            IReadOnlyList<SystemCall> calls = cuts.Record(scenario);
            for (uint mode = 0; mode < Modes.Length; mode++)
            {
                uint cut = mode;
                List<PowerCut.Outcome> outcomes = [.. Enumerable.Range(0, calls.Count).Select(index => cuts.At(scenario, calls, index, cut))];
                Check(outcomes, report, scenario, Modes[mode]);
                Add(table, scenario.Name, $"each of {calls.Count} calls", Modes[mode], outcomes);
                outcomes = [cuts.AfterReturn(scenario, mode)];
                Check(outcomes, report, scenario, Modes[mode]);
                Add(table, scenario.Name, "the return", Modes[mode], outcomes);
            }
        }

        report.Print(table);
    }

    // What strace answers for fsync, nobody has done.
    private void Control(PowerCut cuts, Report report)
    {
        var table = new Table("control", "cut after", "what the disk still gets", "cuts", "old token", "new token", "none", "torn", "success reported before", "violations");
        int repetitions = quick ? 5 : 20;
        int violations = 0;
        foreach ((string name, string injection) in new[]
        {
            ("neither flush", "fsync:retval=0"), ("no flush of the file", "fsync:retval=0:when=1"), ("no flush of the directory", "fsync:retval=0:when=2"),
        })
        {
            for (uint mode = 1; mode < Modes.Length; mode++)
            {
                uint cut = mode;
                List<PowerCut.Outcome> outcomes = [.. Enumerable.Range(0, repetitions).Select(_ => cuts.AfterReturn(new Overwrite(), cut, injection))];
                violations += outcomes.Count(outcome => outcome.Objection is not null);
                Add(table, name, "the return", Modes[mode], outcomes);
            }
        }

        report.Print(table);
        report.Check(violations > 0 ? null : "without the flushes nothing was lost, so these cuts prove nothing");
    }

    private static void Check(List<PowerCut.Outcome> outcomes, Report report, Scenario scenario, string mode)
    {
        foreach (PowerCut.Outcome outcome in outcomes)
            report.Check(outcome.Objection is null ? null : $"{scenario.Name}, cut after {outcome.Step}, {mode}: {outcome.Objection}");
    }

    private static void Add(Table table, string what, string step, string mode, List<PowerCut.Outcome> outcomes)
    {
        int Count(string state) => outcomes.Count(outcome => outcome.State == state);
        int whole = Count("old") + Count("new") + Count("none");
        table.Add(
            what, step, mode, outcomes.Count, Count("old"), Count("new"), Count("none"),
            outcomes.Count - whole, outcomes.Count(outcome => outcome.Succeeded), outcomes.Count(outcome => outcome.Objection is not null));
    }
}
