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
        foreach (Scenario scenario in new[] { Scenario.Overwrite, Scenario.Read })
            Run(scenario, report, table);
        report.Print(table);
    }

    private static void Run(Scenario scenario, Report report, Table table)
    {
        using var scratch = new Scratch();
        (Trial undisturbed, int exit, IReadOnlyList<string> trace) = RunScript(scratch, scenario);
        report.Check(exit == 0 ? null : $"{scenario.Name}, undisturbed: exit code {exit}");

        // Not read: calls are counted by thread, and the runtime's own threads read as well; one that fails there ends
        // the process. That a failed read is an error is seen where every system call fails once.
        IReadOnlyList<SystemCall> plan = CallTrace.Parse(trace, undisturbed.Directory, scenario.Purpose);
        int[] chosen = [.. Enumerable.Range(0, plan.Count).Where(i => !Expectation.Of(plan[i], Error, scenario.Purpose).MaySucceed && plan[i].Name != "read")];
        Parallel.For(0, Workers, worker =>
        {
            foreach (int index in chosen.Where((_, i) => i % Workers == worker))
            {
                (int code, string? objection) = Try(scenario, plan, index, scratch);
                table.Add(scenario.Name, $"`{plan[index].Name}` {plan[index].Target}", code, report.Violations($"{scenario.Name}, {plan[index]}", objection));
            }
        });
    }

    private static (int Code, string? Objection) Try(Scenario scenario, IReadOnlyList<SystemCall> plan, int index, Scratch scratch)
    {
        SystemCall call = plan[index];
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            (Trial trial, int code, IReadOnlyList<string> trace) = RunScript(scratch, scenario, call.With("error=" + Error));
            if (CallTrace.IsOnlyDisturbedAt(trace, trial.Directory, scenario.Purpose, plan, index, call.Nth))
            {
                return (code, code != 1 ? $"exit code {code}"
                    : trial.Answer.Output.Contains(SignedToken.Prefix, StringComparison.Ordinal) ? "a token was given" : trial.Objection(call));
            }

            call = CallTrace.SameCallIn(trace, trial.Directory, scenario.Purpose, plan, index) ?? call;
        }

        return (0, "the failure could not be made");
    }

    // One cmdlet in a process of its own, as a script or a scheduled task runs it, while strace injects something.
    private static (Trial Trial, int Code, IReadOnlyList<string> Trace) RunScript(Scratch scratch, Scenario scenario, params string[] injections)
    {
        Trial trial = Trial.Prepare(scenario, scratch.NewDirectory());
        using Process process = Command.Start(Repository.PowerShell(
            Repository.Script("Faults", "command.ps1"), Repository.Manifest, scenario.Purpose.ToString(), trial.New, scratch.NewDirectory(), Path.GetDirectoryName(trial.TokenPath)!));
        if (process.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException("The process did not come to its command.");
        using Tracer tracer = Tracer.Attach(process.Id, injections);
        process.StandardInput.WriteLine();
        process.StandardInput.Close();
        string output = string.Concat(process.StandardOutput.ReadToEnd().Split('\n').Where(line => line != "."));
        IReadOnlyList<string> trace = tracer.End();
        process.WaitForExit();
        return (trial with { Answer = new(process.ExitCode == 0 ? string.Empty : "failed", string.Empty, output) }, process.ExitCode, trace);
    }
}
