using System.Collections.Concurrent;

namespace WaiaaS.Reliability.Faults;

/// <summary>Every system call fails once with every plausible error.</summary>
internal sealed class FailingCalls : IAttack
{
    private const int Workers = 2;

    private static readonly Scenario[] Scenarios =
    [
        Scenario.Overwrite, Scenario.FirstWrite, Scenario.OverwriteBesideLeftover, Scenario.OverwriteForAnotherUser,
        Scenario.Read, Scenario.ReadOfAnotherUser, Scenario.Removal,
    ];

    private readonly ConcurrentBag<Outcome> _outcomes = [];

    public string Title => "Every system call fails once";

    public string About => """
        strace makes one system call of a cmdlet fail with one error, once: every call of a write, a first write, a read and a
        removal that touches the file system, with every error it can plausibly have. The calls that each of these must make are
        written down, and a call that is missing is a violation. The token must be the old one, or the
        new one where success was reported or the rename was done; the error must be the specified one; no temporary file
        may stay; an interrupted call (EINTR) must be invisible. It does not show failures that come twice.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace());

    public void Run(Report report)
    {
        Parallel.For(0, Workers, worker => Work(worker, report));
        var table = new Table("cmdlet", "call", "errors", "reported", "token afterwards", "violations");
        foreach (IGrouping<(int, int), Outcome> outcomes in _outcomes.GroupBy(o => (o.Scenario, o.Index)).OrderBy(group => group.Key))
        {
            SystemCall call = outcomes.First().Call;
            table.Add(
                Scenarios[outcomes.First().Scenario].Name, $"`{call.Name}` {call.Target}", outcomes.Count(), Count(outcomes.Select(o => o.Reported)),
                Count(outcomes.Select(o => o.State)), outcomes.Count(o => !o.Held));
        }

        report.Print(table);
        report.Print($"{_outcomes.Count} failures were made. Where the cmdlet succeeded in spite of the error, nothing is reported; elsewhere "
            + "the token is the old one, except after the rename.");
    }

    private void Work(int worker, Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        var rig = new Rig(shell, scratch.NewDirectory);
        int number = 0;
        for (int scenario = 0; scenario < Scenarios.Length; scenario++)
        {
            IReadOnlyList<SystemCall> plan = rig.Record(Scenarios[scenario]);
            if (worker == 0)
                report.Check(FirstMissing(Scenarios[scenario].MustCall, plan) is { } missing ? $"{Scenarios[scenario].Name}: does not call {missing}" : null);
            for (int index = 0; index < plan.Count; index++)
            {
                foreach (string error in Scenarios[scenario].Disturbs(plan[index]) ? PlausibleErrors.Of(plan[index]) : [])
                {
                    if (number++ % Workers == worker)
                        Try(rig, scenario, plan, index, error, report);
                }
            }
        }
    }

    private static string? FirstMissing(string[] calls, IReadOnlyList<SystemCall> plan)
    {
        int next = 0;
        foreach (SystemCall call in plan)
        {
            if (next < calls.Length && calls[next] == $"{call.Name} {call.Target}")
                next++;
        }

        return next < calls.Length ? calls[next] : null;
    }

    private void Try(Rig rig, int number, IReadOnlyList<SystemCall> plan, int index, string error, Report report)
    {
        Scenario scenario = Scenarios[number];
        SystemCall call = plan[index];
        Trial trial = rig.At(scenario, plan, index, "error=" + error);
        string? objection = trial.Hit
            ? Expectation.Of(call, error, scenario.Purpose).Objection(trial.Answer.ErrorId) ?? trial.Objection(call)
            : "the failure could not be made";
        bool held = report.Check(objection is null ? null : $"{scenario.Name}, {call}, {error}: {objection}");
        _outcomes.Add(new Outcome(number, index, call, trial.Answer.Reported, trial.State, held));
    }

    private static string Count(IEnumerable<string> words) =>
        string.Join(", ", words.CountBy(word => word).OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}"));

    private sealed record Outcome(int Scenario, int Index, SystemCall Call, string Reported, string State, bool Held);
}
