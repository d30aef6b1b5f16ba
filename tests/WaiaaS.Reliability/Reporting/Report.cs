namespace WaiaaS.Reliability.Reporting;

/// <summary>Counts what held and what did not, and prints it. May be told things by several threads at once.</summary>
internal sealed class Report(TextWriter output)
{
    // A broken invariant tends to break everywhere: the first lines tell as much as all of them.
    private const int MostShown = 40;

    private readonly Lock _lock = new();
    private readonly List<string> _violations = [];

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Parts that this machine could not run.</summary>
    public int Skipped { get; private set; }

    /// <summary>Counts one state.</summary>
    /// <param name="violation">What is wrong with it; null when nothing is.</param>
    /// <returns>Whether nothing is.</returns>
    public bool Check(string? violation)
    {
        lock (_lock)
        {
            if (violation is null)
            {
                Passed++;
                return true;
            }

            Failed++;
            _violations.Add(violation);

            // At once: the report may take a while, and may go to a page.
            Console.Error.WriteLine("VIOLATION: " + violation);
            return false;
        }
    }

    /// <summary>Counts one state, for a table.</summary>
    /// <param name="objection">What is wrong with it; null when nothing is.</param>
    /// <returns>The number of violations.</returns>
    public int Violations(string what, string? objection) => Check(objection is null ? null : $"{what}: {objection}") ? 0 : 1;

    /// <summary>Counts a part that did not run.</summary>
    public void Skip(string part, string reason)
    {
        lock (_lock)
            Skipped++;
        output.WriteLine($"Skipped: {part}: {reason}.\n");
    }

    public void Print(object text) => output.WriteLine($"{text}\n");

    /// <summary>Runs a part and prints what it found.</summary>
    /// <returns>What came of it.</returns>
    public Page.Part Run(IAttack attack)
    {
        (int passed, int failed, int skipped) = (Passed, Failed, Skipped);
        var clock = Stopwatch.StartNew();
        Attack(attack);
        return new Page.Part(attack.Title, Passed - passed, Failed - failed, Skipped - skipped, clock.Elapsed);
    }

    private void Attack(IAttack attack)
    {
        Print("## " + attack.Title);
        Print(attack.About.ReplaceLineEndings(" "));
        if (attack.Missing() is { } missing)
        {
            Skip(attack.Title, missing);
            return;
        }

        int before = _violations.Count;
        try
        {
            attack.Run(this);
        }
        catch (Exception failure)
        {
            Check($"{attack.Title} ended early: {failure.GetBaseException().Message}");
        }

        PrintViolations(output, before);
    }

    /// <summary>Prints what was wrong since some number of violations.</summary>
    public void PrintViolations(TextWriter to, int since = 0)
    {
        foreach (string violation in _violations.Skip(since).Take(MostShown))
            to.WriteLine("- VIOLATION: " + violation);
        if (_violations.Count - since > MostShown)
            to.WriteLine($"- and {_violations.Count - since - MostShown} more");
        if (_violations.Count > since)
            to.WriteLine();
    }
}
