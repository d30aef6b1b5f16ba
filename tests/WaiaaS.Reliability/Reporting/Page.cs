using System.Runtime.InteropServices;

namespace WaiaaS.Reliability.Reporting;

/// <summary>The report as two pages: what was attacked and what came of it, for people, and the tables beside it.</summary>
internal static class Page
{
    /// <summary>Where the tables of a page lie: beside it.</summary>
    public static string TablesOf(string page) => Path.Combine(Path.GetDirectoryName(page) ?? string.Empty, NameOfTables(page));

    public static string Of(string page, string command, Table parts, TimeSpan duration, string summary) =>
        $"""
            # Nothing torn, nothing lost, nothing leaked: the evidence

            The module's claim is that a token is never torn, lost or leaked. This page is the report of attacks on that claim. Each of them could succeed: if that is not obvious, a control shows it, which is the same attack on code without the module's care.

            **{summary}**, in {((int)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture)} seconds, on {MachineInWords()}.

            {parts}

            [{NameOfTables(page)}]({NameOfTables(page)}) has the tables of each attack.

            {Findings().TrimEnd()}

            ## Run it

            As root on Linux, from the repository:

            ```
            {command}
            ```

            Without `--write` it prints the report. `--quick` does less of each in a few minutes, `--only Races` runs the attacks with that word in their title, `--list` names them. An attack whose means are missing (root, strace, a file system, FUSE, Node) says so and counts as skipped.

            """;

    public static string Tables(string page, string body) =>
        $"""
            # The attacks, one by one

            [{Path.GetFileName(page)}]({Path.GetFileName(page)}) says what came of them. The same run wrote both pages.

            {body.TrimEnd()}

            """;

    public static string LinkTo(string title, string page) =>
        $"[{title}]({NameOfTables(page)}#{Anchor(title)})";

    // As the Markdown of repositories makes the anchor.
    private static string Anchor(string title) =>
        new([.. title.ToLowerInvariant().Replace(' ', '-').Where(c => char.IsLetterOrDigit(c) || c is '-' or '_')]);

    private static string NameOfTables(string page) => Path.GetFileNameWithoutExtension(page) + "-tables.md";

    // Written by people, since no run knows what earlier ones found.
    private static string Findings() => File.ReadAllText(Repository.Script("Reporting", "findings.md"));

    private static string MachineInWords()
    {
        string disk = Command.Run("findmnt", "-n", "-o", "FSTYPE", "-T", Path.GetTempPath()).Output;
        return $"{RuntimeInformation.OSDescription} ({Command.Run("uname", "-srm").Output}), {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} processors, temporary files on {disk}";
    }
}

/// <summary>A table in Markdown.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; numbers come with their thousands apart.</summary>
    public void Add(params object[] cells)
    {
        string[] row = [.. cells.Select(Text)];
        lock (_rows)
            _rows.Add(row);
    }

    public override string ToString()
    {
        IEnumerable<string> lines = _rows.Select(Line).Prepend(Line([.. columns.Select(_ => "---")])).Prepend(Line(columns));
        return string.Join('\n', lines);
    }

    private static string Text(object cell) => cell switch
    {
        int or long => ((IFormattable)cell).ToString("N0", CultureInfo.InvariantCulture),
        double number => number.ToString("0.00", CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? string.Empty,
    };

    private static string Line(string[] cells) => "| " + string.Join(" | ", cells) + " |";
}
