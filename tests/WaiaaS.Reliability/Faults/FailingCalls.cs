using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>Every system call fails once with every plausible error.</summary>
internal sealed class FailingCalls : IAttack
{
    private const int Workers = 2;

    // The process' own background threads make a call of the same number once in a while, the more so on a busy machine.
    private const int Tries = 20;
    private const int TriesByOnePlan = 4;

    private static readonly Scenario[] Scenarios =
    [
        new Overwrite(), new FirstWrite(), new OverwriteBesideLeftover(), new OverwriteForAnotherUser(),
        new Read(), new ReadOfAnotherUser(), new Removal(),
    ];

    public string Title => "Every system call fails once";

    public string About => """
        strace makes one system call of a cmdlet fail with one error, once: every call of a write, a first write, a read and a
        removal that touches the file system, with every error it can plausibly have. The token must be the old one, or the
        new one where success was reported or the rename was done; the error must be the specified one; no temporary file
        may stay; an interrupted call (EINTR) must be invisible. It does not show failures that come twice.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace());

    public void Run(Report report)
    {
        var outcomes = new Outcomes();
        Parallel.For(0, Workers, worker => Work(worker, report, outcomes));
        report.Print(outcomes.Table());
        report.Print($"{outcomes.Total} failures were made. Where a call succeeded in spite of its error, the user is told nothing; elsewhere "
            + "the token is the old one, except after the rename.");
    }

    private static void Work(int worker, Report report, Outcomes outcomes)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        int number = 0;
        foreach (Scenario scenario in Scenarios)
        {
            WarmUp(shell, scenario, scratch);
            IReadOnlyList<SystemCall> calls = CallTrace.Record(shell, scenario, scratch.NewDirectory);
            for (int index = 0; index < calls.Count; index++)
            {
                if (!scenario.Disturbs(calls[index]))
                    continue;
                outcomes.Expect(scenario, calls[index]);
                foreach (string error in PlausibleErrors.Of(calls[index]))
                {
                    if (number++ % Workers == worker)
                        Try(shell, scratch, scenario, calls, index, error, report, outcomes);
                }
            }
        }
    }

    private static void WarmUp(Shell shell, Scenario scenario, Scratch scratch)
    {
        for (int i = 0; i < 3; i++)
        {
            string directory = scratch.NewDirectory();
            scenario.Prepare(directory, SignedToken.New());
            shell.Run(scenario.CommandFor(directory, SignedToken.New()));
        }
    }

    private static void Try(
        Shell shell, Scratch scratch, Scenario scenario, IReadOnlyList<SystemCall> plan, int index, string error, Report report, Outcomes outcomes)
    {
        SystemCall planned = plan[index];
        SystemCall call = planned;
        for (int attempt = 1; ; attempt++)
        {
            var trial = Trial.Run(shell, scenario, scratch.NewDirectory(), FormattableString.Invariant($"{call.Name}:error={error}:when={call.Nth}"));
            if (!trial.Hit(plan, index, call.Nth) && attempt < Tries)
            {
                if (attempt % TriesByOnePlan == 0)
                    call = CallTrace.Again(shell, scenario, scratch.NewDirectory, plan, index);
                continue;
            }

            string? objection = trial.Hit(plan, index, call.Nth)
                ? Expectation.Of(call, error, scenario.Purpose).Objection(trial.Answer.ErrorId) ?? trial.Objection(call)
                : "the failure could not be made";
            bool held = report.Check(objection is null ? null : $"{scenario.Name}, {call}, {error}: {objection}");
            outcomes.Add(scenario, planned, trial.Answer.ErrorId, trial.State, held);
            return;
        }
    }
}
