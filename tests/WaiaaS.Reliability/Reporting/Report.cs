namespace WaiaaS.Reliability.Reporting;

/// <summary>One part of the evidence: a way to try to tear, lose or refuse a token.</summary>
internal interface IAttack
{
    string Title { get; }

    /// <summary>What is done, what must hold, and what it does not show, in plain words.</summary>
    string About { get; }

    /// <summary>What this machine lacks for it; null when nothing.</summary>
    string? Missing();

    void Run(Report report);
}

/// <summary>Counts what held and what did not, and prints it. May be told things by several threads at once.</summary>
internal sealed class Report(TextWriter output)
{
    // A broken invariant tends to break everywhere: the first lines tell as much as all of them.
    private const int MostShown = 40;

    private const string DefaultPage = "reliability.md";

    private readonly Lock _lock = new();
    private readonly List<string> _violations = [];
    private int _passed;
    private int _skipped;

    private string Summary => $"{_passed} passed, {_violations.Count} failed, {_skipped} skipped";

    /// <param name="page">Where to write the report; null prints it.</param>
    /// <param name="command">The command line that does the same.</param>
    public static bool Run(IEnumerable<IAttack> attacks, string? page, string command)
    {
        var clock = Stopwatch.StartNew();
        using var body = new StringWriter { NewLine = "\n" };
        var report = new Report(page is null ? Console.Out : body);
        var parts = new Table("attack", "what is done", "states checked", "violations", "skipped");
        foreach (IAttack attack in attacks)
            report.Attack(attack, parts, clock, page ?? DefaultPage);
        if (page is not null)
        {
            File.WriteAllText(page, Page.Of(page, command, parts, clock.Elapsed, report.Summary));
            File.WriteAllText(Page.TablesOf(page), Page.Tables(page, body.ToString()));
        }

        Console.WriteLine(report.Summary);
        return report._violations.Count == 0;
    }

    /// <summary>Counts one state.</summary>
    public bool Check(string? violation)
    {
        lock (_lock)
        {
            if (violation is null)
            {
                _passed++;
                return true;
            }

            _violations.Add(violation);

            // At once: the report may take a while, and may go to a page.
            Console.Error.WriteLine("VIOLATION: " + violation);
            return false;
        }
    }

    /// <summary>Counts one state, for a table.</summary>
    public int Violations(string what, string? objection) => Check(objection is null ? null : $"{what}: {objection}") ? 0 : 1;

    public void Skip(string part, string reason)
    {
        _skipped++;
        output.WriteLine($"Skipped: {part}: {reason}.\n");
    }

    public void Print(object text) => output.WriteLine($"{text}\n");

    private void Attack(IAttack attack, Table parts, Stopwatch clock, string page)
    {
        (int passed, int failed, int skipped) = (_passed, _violations.Count, _skipped);
        Print("## " + attack.Title);
        Print(attack.About.ReplaceLineEndings(" "));
        try
        {
            if (attack.Missing() is { } missing)
                Skip(attack.Title, missing);
            else
                attack.Run(this);
        }
        catch (Exception failure)
        {
            Check($"{attack.Title} ended early: {failure.GetBaseException().Message}");
        }

        string[] violations = [.. _violations.Skip(failed)];
        if (violations.Length > 0)
            Print(string.Join('\n', violations.Take(MostShown).Select(violation => "- VIOLATION: " + violation)));
        if (violations.Length > MostShown)
            Print($"- and {violations.Length - MostShown} more");
        parts.Add(
            Page.LinkTo(attack.Title, page), FirstSentence(attack.About), _passed - passed + violations.Length, violations.Length, _skipped - skipped);
        Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: {attack.Title}: {_passed - passed} passed, {violations.Length} failed");
    }

    private static string FirstSentence(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        int end = line.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? line : line[..(end + 1)];
    }
}
