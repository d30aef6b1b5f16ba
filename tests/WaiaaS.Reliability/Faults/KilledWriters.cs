using System.Collections.Concurrent;

namespace WaiaaS.Reliability.Faults;

/// <summary>A writer is killed at each of its system calls, before the call is done.</summary>
internal sealed class KilledWriters(bool quick) : IAttack
{
    private const int Workers = 2;
    private const int Tries = 10;

    // Every killed writer costs a start.
    private const int QuickStep = 4;

    // On both sides of the hour at which a leftover may go.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(59);
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(61);

    public string Title => "Killed at every system call";

    public string About => """
        A writer is killed (SIGKILL) at each of its system calls. The token must be the old one or, from the rename on, the
        new one, whole. What the killed writer left must stay while it is 59 minutes old, and be removed by the first
        write of another process when it is 61 minutes old. The file's times are set, without waiting.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace());

    public void Run(Report report)
    {
        var table = new Table("cmdlet", "calls", "old token", "new token", "none", "leftovers", "kept while young", "removed when old", "violations");
        foreach (Scenario scenario in new[] { Scenario.Overwrite, Scenario.FirstWrite })
            Run(scenario, report, table);
        report.Print(table);
    }

    private void Run(Scenario scenario, Report report, Table table)
    {
        using var scratch = new Scratch();
        using var recorded = new Shell();
        IReadOnlyList<SystemCall> plan = new Rig(recorded, scratch.NewDirectory).Record(scenario);
        int step = quick && scenario == Scenario.FirstWrite ? QuickStep : 1;
        int[] chosen = [.. Enumerable.Range(0, plan.Count).Where(i => i % step == 0)];
        var outcomes = new ConcurrentBag<Outcome>();
        Parallel.For(0, Workers, worker =>
        {
            // Two later writers: a process looks for leftovers once in each directory.
            using var first = new Shell();
            using var second = new Shell();
            for (int i = worker; i < chosen.Length; i += Workers)
            {
                Outcome outcome = Kill(scenario, plan, chosen[i], scratch, first, second);
                outcomes.Add(outcome);
                report.Check(outcome.Objection is null ? null : $"{scenario.Name}, killed at {plan[chosen[i]]}: {outcome.Objection}");
            }
        });
        int Count(string state) => outcomes.Count(outcome => outcome.State == state);
        table.Add(
            scenario.Name, chosen.Length, Count(TokenFile.Old), Count(TokenFile.New), Count(TokenFile.None), outcomes.Sum(o => o.Left),
            outcomes.Sum(o => o.Kept), outcomes.Sum(o => o.Kept - o.Stayed), outcomes.Count(o => o.Objection is not null));
    }

    private static Outcome Kill(Scenario scenario, IReadOnlyList<SystemCall> plan, int index, Scratch scratch, Shell first, Shell second)
    {
        SystemCall call = plan[index];
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            using var shell = new Shell();
            var rig = new Rig(shell, scratch.NewDirectory);
            rig.RunOnce(scenario);
            rig.RunOnce(scenario);
            Trial trial = Trial.Prepare(scenario, scratch.NewDirectory());
            if (!KilledAt(shell, call, index, trial))
                continue;
            string right = call.Phase != Phase.Before ? TokenFile.New : scenario.Before;
            return trial.State == right ? Sweep(trial, first, second) : new Outcome(trial.State, 0, 0, 0, $"{trial.Explained}, not {right}");
        }

        return new Outcome("not killed", 0, 0, 0, "the writer could not be killed there");
    }

    private static bool KilledAt(Shell shell, SystemCall call, int index, Trial trial)
    {
        using Tracer tracer = Tracer.Attach(shell.Id, call.With("signal=KILL"));
        if (shell.Begin(trial.Command).Result is not null)
            return false;
        IReadOnlyList<SystemCall> made = CallTrace.Parse(tracer.End(), trial.Directory, trial.Scenario.Purpose);
        return made.Count == index + 1 && made[index].Name == call.Name && made[index].Target == call.Target;
    }

    private static Outcome Sweep(Trial trial, Shell first, Shell second)
    {
        string state = trial.State;
        string[] left = TokenFile.TemporariesIn(trial.Directory);
        bool open = TokenFile.OpenToOthers(trial.Directory).Length > 0;
        Age(left, Young);
        string? objection = WriteAndRead(first, trial);
        string[] kept = TokenFile.TemporariesIn(trial.Directory);
        Age(kept, Old);
        objection ??= WriteAndRead(second, trial);
        string[] stayed = TokenFile.TemporariesIn(trial.Directory);
        objection ??= open ? "a file is open to others"
            : left.Length > 1 ? "more than one temporary file was left"
            : kept.Length < left.Length ? "a young temporary file was removed"
            : stayed.Length > 0 ? "an old temporary file stayed"
            : null;
        return new Outcome(state, left.Length, kept.Length, stayed.Length, objection);
    }

    private static void Age(string[] paths, TimeSpan age)
    {
        foreach (string path in paths)
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
    }

    private static string? WriteAndRead(Shell shell, Trial trial)
    {
        Trial later = trial with { New = SignedToken.Create() };
        Answer written = shell.Run(later.Command);
        return !written.Succeeded ? "a later write failed: " + written.Message : later.Content == later.New ? null : "a later write was lost";
    }

    private sealed record Outcome(string State, int Left, int Kept, int Stayed, string? Objection);
}
