using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>What a script sees of a failed call: an exit code that is not 0, and no token on standard output.</summary>
internal sealed class ExitCodes : IAttack
{
    private const int Workers = 2;
    private const string Error = "EIO";

    // The process' own background threads make a call of the same number once in a while.
    private const int Tries = 10;

    public string Title => "Exit codes";

    public string About => """
        A cmdlet runs in a process of its own, as in a scheduled task, and one of its calls fails with EIO. The exit code
        must be 1, and no token may be on the standard output. Failing reads of the file are left out here, because the
        runtime of a process that just starts reads as well; they are in the table above.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace());

    public void Run(Report report)
    {
        var table = new Table("cmdlet", "call that fails", "exit code", "violations");
        foreach (Scenario scenario in new Scenario[] { new Overwrite(), new Read() })
            Run(scenario, report, table);
        report.Print(table);
    }

    private static void Run(Scenario scenario, Report report, Table table)
    {
        using var scratch = new Scratch();
        string directory = scratch.NewDirectory();
        scenario.Prepare(directory, SignedToken.New());
        var undisturbed = OwnProcess.Run(scratch, scenario, directory, SignedToken.New());
        report.Check(undisturbed.Code == 0 ? null : $"{scenario.Name}, undisturbed: exit code {undisturbed.Code}");

        // Not read: calls are counted by thread, and the runtime's own threads read as well; one that fails there ends
        // the process. That a failed read is an error is seen where every system call fails once.
        IReadOnlyList<SystemCall> plan = CallTrace.Parse(undisturbed.Trace, directory, scenario.Purpose);
        int[] chosen = [.. Enumerable.Range(0, plan.Count).Where(i => !Expectation.Of(plan[i], Error, scenario.Purpose).MaySucceed && plan[i].Name != "read")];
        Parallel.For(0, Workers, worker =>
        {
            foreach (int index in chosen.Where((_, i) => i % Workers == worker))
                Try(scenario, plan, index, scratch, report, table);
        });
    }

    private static void Try(Scenario scenario, IReadOnlyList<SystemCall> plan, int index, Scratch scratch, Report report, Table table)
    {
        for (int attempt = 1; !Judged(scenario, plan, index, scratch, report, table, last: attempt == Tries); attempt++)
        {
        }
    }

    private static bool Judged(
        Scenario scenario, IReadOnlyList<SystemCall> plan, int index, Scratch scratch, Report report, Table table, bool last)
    {
        SystemCall call = plan[index];
        string directory = scratch.NewDirectory();
        string old = SignedToken.New();
        string @new = SignedToken.New();
        scenario.Prepare(directory, old);
        var (code, output, trace) = OwnProcess.Run(
            scratch, scenario, directory, @new, FormattableString.Invariant($"{call.Name}:error={Error}:when={call.Nth}"));
        bool hit = CallTrace.IsOnlyDisturbedAt(trace, directory, scenario.Purpose, plan, index, call.Nth);
        if (!hit && !last)
            return false;
        string state = TokenFile.Describe(TokenFile.ContentOf(scenario.TokenPath(directory)), old, @new);
        string right = call.Phase == Phase.Flush ? "new" : "old";
        string? objection = !hit ? "the failure could not be made" : code != 1 ? $"exit code {code}" : output.Contains(SignedToken.Prefix, StringComparison.Ordinal)
            ? "a token was given"
            : state == right ? null : $"the token file is {state}";
        table.Add(scenario.Name, $"`{call.Name}` {call.Target}", code, report.Check(objection is null ? null : $"{scenario.Name}, {call}: {objection}") ? 0 : 1);
        return true;
    }
}
