using System.Text.RegularExpressions;

namespace WaiaaS.Reliability.Faults;

/// <summary>The system calls of a cmdlet, taken from what strace wrote.</summary>
internal static partial class CallTrace
{
    /// <summary>A call of the plan with the number that it had in another run; null where that run went another way.</summary>
    public static SystemCall? SameCallIn(IReadOnlyList<string> lines, string directory, Purpose purpose, IReadOnlyList<SystemCall> plan, int index)
    {
        IReadOnlyList<SystemCall> made = Parse(lines, directory, purpose);
        return made.Count > index && IsAt(made, plan, index, made[index].Nth) ? made[index] : null;
    }

    /// <summary>Whether strace disturbed one of the calls of the plan, which has a certain number, and no other.</summary>
    public static bool IsOnlyDisturbedAt(
        IReadOnlyList<string> lines, string directory, Purpose purpose, IReadOnlyList<SystemCall> plan, int index, int nth) =>
        lines.Count(line => line.Contains("(INJECTED)", StringComparison.Ordinal)) == 1
        && IsAt(Parse(lines, directory, purpose), plan, index, nth);

    /// <summary>Whether a writer that was stopped stood right behind one of the calls of the plan, which has a certain number.</summary>
    public static bool IsStoppedAt(IReadOnlyList<string> lines, string directory, IReadOnlyList<SystemCall> plan, int index, int nth)
    {
        IEnumerable<string> before = lines.TakeWhile(line => !line.Contains("--- SIGSTOP", StringComparison.Ordinal));
        IReadOnlyList<SystemCall> made = Parse([.. before], directory, Purpose.Write);
        return made.Count == index + 1 && IsAt(made, plan, index, nth);
    }

    /// <summary>The calls that touch a directory, in the thread that ran the cmdlet.</summary>
    public static IReadOnlyList<SystemCall> Parse(IReadOnlyList<string> lines, string directory, Purpose purpose)
    {
        string? thread = null;
        foreach (string line in lines)
        {
            if (thread is null && line.Contains(directory, StringComparison.Ordinal) && Start().Match(line) is { Success: true } match)
                thread = match.Groups[1].Value;
        }

        var calls = new List<SystemCall>();
        var counts = new Dictionary<string, int>();
        Phase phase = Phase.Before;
        foreach (string line in lines)
        {
            Match match = Start().Match(line);
            if (!match.Success || match.Groups[1].Value != thread)
                continue;
            string name = match.Groups[2].Value;
            int nth = counts[name] = counts.GetValueOrDefault(name) + 1;
            if (!line.Contains(directory, StringComparison.Ordinal))
                continue;

            bool flush = phase == Phase.Flush && name == "fsync";
            calls.Add(new SystemCall(name, nth, TargetOf(name, match.Groups[3].Value, directory), flush || phase != Phase.Flush ? phase : Phase.After));
            phase = flush ? Phase.After : phase == Phase.Before && Changes(name, purpose) ? Next(purpose) : phase;
        }

        return calls;
    }

    // The name and the target alone do not tell: a cmdlet opens one directory more than once, and a failure means
    // something else each time.
    private static bool IsAt(IReadOnlyList<SystemCall> made, IReadOnlyList<SystemCall> plan, int index, int nth) =>
        made.Count > index && made[index].Nth == nth
        && Enumerable.Range(0, index + 1).All(i => made[i].Name == plan[i].Name && made[i].Target == plan[i].Target);

    private static bool Changes(string name, Purpose purpose) =>
        name == purpose switch { Purpose.Write => "renameat", Purpose.Remove => "unlinkat", _ => "pread64" };

    private static Phase Next(Purpose purpose) => purpose == Purpose.Read ? Phase.After : Phase.Flush;

    private static string TargetOf(string name, string arguments, string directory)
    {
        Match match = Path().Match(arguments);
        string target = match.Groups[1].Value;
        if (name.EndsWith("at", StringComparison.Ordinal) || name == "statx")
        {
            string second = match.Groups[2].Value;
            target = second.StartsWith('/') || target.Length == 0 ? second : second.Length == 0 ? target : target + "/" + second;
        }

        target = TemporaryName().Replace(target, SystemCall.Temporary);
        return target == directory ? "." : target.Replace(directory + "/", string.Empty, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?:\[pid +(\d+)\] )?(\w+)\((.*)$")]
    private static partial Regex Start();

    [GeneratedRegex("""^(?:\d+<([^>]*)>|AT_FDCWD<[^>]*>)(?:, "([^"]*)")?""")]
    private static partial Regex Path();

    // The process' own, so not the leftover of a scenario.
    [GeneratedRegex(@"\.(?:mcp-token|w1)\.\d{2,}\.[0-9a-f]{8}\.tmp")]
    private static partial Regex TemporaryName();
}

/// <summary>One system call of a cmdlet.</summary>
/// <param name="Nth">Its number among those of this name in its thread, which is how strace is told of it.</param>
internal sealed record SystemCall(string Name, int Nth, string Target, Phase Phase)
{
    /// <summary>The name by which all temporary files go here.</summary>
    public const string Temporary = "(temporary file)";

    public bool IsOfTemporary => Target.EndsWith(Temporary, StringComparison.Ordinal);

    public string With(string what) => string.Create(CultureInfo.InvariantCulture, $"{Name}:{what}:when={Nth}");

    public override string ToString() => $"{Name} of {Target}";
}

/// <summary>When in a cmdlet's work a call comes.</summary>
internal enum Phase
{
    /// <summary>Before the token file has changed, or before the token is read.</summary>
    Before,

    /// <summary>The flush of the directory after the change.</summary>
    Flush,

    /// <summary>When all is done: leftovers, closing.</summary>
    After,
}
