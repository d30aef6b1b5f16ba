namespace WaiaaS.Reliability.Security;

/// <summary>What leaves the process, and what others can see of it, for success and for every error.</summary>
internal sealed class Leaks : IAttack
{
    public string Title => "Leaks";

    public string About => """
        Set and Get run once with success and once with each error that Linux can cause, with -Verbose and -Debug. Looked
        at for any of the token's three parts: all streams and all that $Error keeps, serialized; every byte that the
        process writes or sends to anything, as strace sees it, but for the temporary file; its command line, environment
        and thread names, as others see them. No other program may be started. The controls are the same looks at a token
        that is meant to be seen. It does not show what
        PowerShell's own errors for a wrong parameter name show of a line that has a token typed in it: about_WaiaaS says so.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace());

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        var table = new Table("case", "reported", "bytes written elsewhere", "leaks");
        foreach (LeakCase one in LeakCase.All)
            Look(shell, scratch, one, report, table);
        report.Print(table);
        string[] missing = [.. LeakCase.ErrorIds.Except(LeakCase.All.Select(one => one.ErrorId))];
        report.Print($"Not caused here: {string.Join(", ", missing)}.");
        Control(shell, scratch, report);
    }

    private static void Look(Shell shell, Scratch scratch, LeakCase one, Report report, Table table)
    {
        using var stage = new LeakStage(scratch);
        Seen seen = See(shell, stage, one.Command, one.Injections);
        string? leak = seen.Where(stage.Token);
        bool reported = one.ErrorId.Length == 0 ? !seen.Text.Contains(",WaiaaS.Commands.", StringComparison.Ordinal) : seen.Text.Contains(one.ErrorId + ",", StringComparison.Ordinal);
        report.Check(reported ? null : $"{one.Name}: did not report '{one.ErrorId}': {seen.Text.Split('\n')[0]}");
        table.Add(one.Name, one.ErrorId.Length == 0 ? "success" : one.ErrorId, seen.Written, report.Violations(one.Name, leak));
    }

    private static void Control(Shell shell, Scratch scratch, Report report)
    {
        var table = new Table("control", "found in");
        foreach ((string name, string command, string place) in new[]
        {
            ("a string is given", "Get-WaiaasToken -DataDir '{0}' -AsPlainText", Seen.InText),
            ("a string is printed", "[Console]::Error.WriteLine((Get-WaiaasToken -DataDir '{0}' -AsPlainText))", Seen.InWrites),
            ("a string is put into the environment of a program", "$env:TOKEN = Get-WaiaasToken -DataDir '{0}' -AsPlainText; & /bin/true; $env:TOKEN = $null", Seen.InPrograms),
        })
        {
            using var stage = new LeakStage(scratch);
            string? found = See(shell, stage, command, []).Where(stage.Token);
            report.Check(found == place ? null : $"{name}: found in {found ?? "nothing"}, so this look proves nothing");
            table.Add(name, found ?? "nothing");
        }

        report.Print(table);
    }

    private static Seen See(Shell shell, LeakStage stage, string command, string[] injections)
    {
        string text = string.Format(CultureInfo.InvariantCulture, command, stage.Data).Replace("'", "''", StringComparison.Ordinal);
        using Tracer tracer = Tracer.Watch(shell.Id, injections);
        Answer answer = shell.Run($"& '{Repository.Script("Security", "leaks.ps1")}' -Command '{text}'");
        IReadOnlyList<string> trace = tracer.Detach();
        return new Seen(answer.Output + answer.Message, trace, shell.Id);
    }
}
