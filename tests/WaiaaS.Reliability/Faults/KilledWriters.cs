using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>A writer is killed at each of its system calls, before the call is done.</summary>
internal sealed class KilledWriters(bool quick) : IAttack
{
    private const int Workers = 2;
    private const int Tries = 10;

    // Every killed writer costs a start.
    private const int QuickStep = 4;

    public string Title => "Killed at every system call";

    public string About => """
        A writer is killed (SIGKILL) at each of its system calls. The token must be the old one or, from the rename on, the
        new one, whole. What the killed writer left must stay while it is 59 minutes old, and be removed by the first
        write of another process when it is 61 minutes old. The file's times are set; nobody waits.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace());

    public void Run(Report report)
    {
        var table = new Table("cmdlet", "calls", "old token", "new token", "none", "leftovers", "kept while young", "removed when old", "violations");
        foreach (Scenario scenario in new Scenario[] { new Overwrite(), new FirstWrite() })
            Run(scenario, report, table);
        report.Print(table);
    }

    private void Run(Scenario scenario, Report report, Table table)
    {
        using var scratch = new Scratch();
        IReadOnlyList<SystemCall> calls = Record(scenario, scratch);
        int step = quick && scenario is FirstWrite ? QuickStep : 1;
        int[] chosen = [.. Enumerable.Range(0, calls.Count).Where(i => i % step == 0)];
        var count = new KillCount();
        Parallel.For(0, Workers, worker =>
        {
            using var sweeper = new Sweeper();
            for (int i = worker; i < chosen.Length; i += Workers)
                Kill(scenario, calls[chosen[i]], chosen[i], scratch, sweeper, report, count);
        });
        table.Add(
            scenario.Name, chosen.Length, count.Old, count.New, count.None, count.Leftovers, count.Kept, count.Removed, count.Violations);
    }

    private static IReadOnlyList<SystemCall> Record(Scenario scenario, Scratch scratch)
    {
        using Shell shell = WarmShell(scenario, scratch);
        return CallTrace.Record(shell, scenario, scratch.NewDirectory);
    }

    private static Shell WarmShell(Scenario scenario, Scratch scratch)
    {
        var shell = new Shell();
        for (int i = 0; i < 2; i++)
        {
            string directory = scratch.NewDirectory();
            scenario.Prepare(directory, SignedToken.New());
            shell.Run(scenario.CommandFor(directory, SignedToken.New()));
        }

        return shell;
    }

    private static void Kill(
        Scenario scenario, SystemCall call, int index, Scratch scratch, Sweeper sweeper, Report report, KillCount count)
    {
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            string directory = scratch.NewDirectory();
            string old = SignedToken.New();
            string @new = SignedToken.New();
            using Shell shell = WarmShell(scenario, scratch);
            scenario.Prepare(directory, old);
            if (!KilledAt(shell, call, index, scenario, directory, @new))
                continue;

            string state = TokenFile.Describe(TokenFile.ContentOf(scenario.TokenPath(directory)), old, @new);
            string right = call.Phase != Phase.Before ? "new" : scenario is FirstWrite ? "none" : "old";
            string? objection = state == right ? sweeper.Objection(scenario, directory, count) : $"the token file is {state}, not {right}";
            count.Add(state, report.Check(objection is null ? null : $"{scenario.Name}, killed at {call}: {objection}"));
            return;
        }

        report.Check($"{scenario.Name}: the writer could not be killed at {call}");
    }

    private static bool KilledAt(Shell shell, SystemCall call, int index, Scenario scenario, string directory, string token)
    {
        using Tracer tracer = Tracer.Attach(shell.Id, FormattableString.Invariant($"{call.Name}:signal=KILL:when={call.Nth}"));
        try
        {
            if (shell.Begin(scenario.CommandFor(directory, token)).Result is not null)
                return false;
        }
        catch (AggregateException failure) when (failure.GetBaseException() is IOException)
        {
            return false;
        }

        IReadOnlyList<SystemCall> made = CallTrace.Parse(tracer.End(), directory, scenario.Purpose);
        return made.Count == index + 1 && made[index].Name == call.Name && made[index].Target == call.Target;
    }
}
