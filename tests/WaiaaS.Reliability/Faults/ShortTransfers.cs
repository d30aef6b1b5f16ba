namespace WaiaaS.Reliability.Faults;

/// <summary>The kernel says of a write or a read that it did less than was asked.</summary>
internal sealed class ShortTransfers : IAttack
{
    private const int Bytes = 7;

    private static readonly (string Name, Scenario Scenario, string Call, int Result)[] Cases =
    [
        ("a write that did 7 bytes", Scenario.Overwrite, "write", Bytes),
        ("a read that gave 7 bytes", Scenario.Read, "read", Bytes),
        ("a read that gave nothing, once", Scenario.Read, "read", 0),
        ("a second read that gave 7 bytes", Scenario.Read, "pread64", Bytes),
    ];

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
        var rig = new Rig(shell, scratch.NewDirectory);
        var table = new Table("what", "reported", "violations");
        foreach ((string name, Scenario scenario, string call, int result) in Cases)
        {
            IReadOnlyList<SystemCall> plan = rig.Record(scenario);
            int index = plan.TakeWhile(made => made.Name != call).Count();
            Trial trial = rig.At(scenario, plan, index, string.Create(CultureInfo.InvariantCulture, $"retval={result}"));

            // strace only says so and does nothing: what the call claims to have done is missing, and all the rest must be there.
            bool right = scenario.Purpose == Purpose.Read ? trial.Answer.Output == trial.Old : trial.Content == trial.New[result..];
            string? objection = !trial.Hit ? "the short transfer could not be made"
                : !trial.Answer.Succeeded ? trial.Answer.Message
                : right ? null : "the cmdlet did not go on where the call ended";
            table.Add(name, trial.Answer.Reported, report.Violations(name, objection));
        }

        report.Print(table);
    }
}
