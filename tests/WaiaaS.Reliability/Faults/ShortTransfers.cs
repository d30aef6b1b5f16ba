using System;
using System.Collections.Generic;
using System.Linq;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>The kernel says of a write or a read that it did less than was asked.</summary>
internal sealed class ShortTransfers : IAttack
{
    private const int Bytes = 7;

    // The process' own background threads make a call of the same number once in a while.
    private const int Tries = 10;

    public string Title => "Short writes and reads";

    public string About => """
        strace answers a write or a read as a kernel that did only a part of it, without doing it. The cmdlet must go on
        where the call ended: what is missing in the file is then exactly the part that was not done.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Linux(), Capability.Strace());

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        var table = new Table("what", "reported", "violations");
        foreach ((string name, Scenario scenario, string call, int result) in new (string, Scenario, string, int)[]
        {
            ("a write that did 7 bytes", new Overwrite(), "write", Bytes), ("a read that gave 7 bytes", new Read(), "read", Bytes),
            ("a read that gave nothing, once", new Read(), "read", 0), ("a second read that gave 7 bytes", new Read(), "pread64", Bytes),
        })
        {
            (string? objection, Answer answer) = Try(shell, scratch, scenario, call, result);
            table.Add(name, answer.Succeeded ? "success" : answer.ErrorId, report.Check(objection is null ? null : $"{name}: {objection}") ? 0 : 1);
        }

        report.Print(table);
    }

    private static (string? Objection, Answer Answer) Try(Shell shell, Scratch scratch, Scenario scenario, string name, int result)
    {
        for (int attempt = 1; ; attempt++)
        {
            string warm = scratch.NewDirectory();
            scenario.Prepare(warm, SignedToken.New());
            shell.Run(scenario.CommandFor(warm, SignedToken.New()));
            IReadOnlyList<SystemCall> plan = CallTrace.Record(shell, scenario, scratch.NewDirectory);
            int index = plan.TakeWhile(made => made.Name != name).Count();
            int nth = plan[index].Nth;

            string directory = scratch.NewDirectory();
            string old = SignedToken.New();
            string @new = SignedToken.New();
            scenario.Prepare(directory, old);
            using Tracer tracer = Tracer.Attach(shell.Id, FormattableString.Invariant($"{name}:retval={result}:when={nth}"));
            Answer answer = shell.Run(scenario.CommandFor(directory, @new));
            if (!CallTrace.IsOnlyDisturbedAt(tracer.Detach(), directory, scenario.Purpose, plan, index, nth))
            {
                if (attempt < Tries)
                    continue;
                return ("the short transfer could not be made", answer);
            }

            // strace only says so and does nothing: what the call claims to have done is missing, and all the rest must be there.
            bool right = scenario.Purpose == Purpose.Read
                ? answer.Output == old
                : TokenFile.ContentOf(scenario.TokenPath(directory)) == @new[result..];
            return (!answer.Succeeded ? answer.Message : right ? null : "the cmdlet did not go on where the call ended", answer);
        }
    }
}
