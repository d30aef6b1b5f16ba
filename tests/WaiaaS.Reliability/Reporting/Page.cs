using System.Runtime.InteropServices;

namespace WaiaaS.Reliability.Reporting;

/// <summary>The report as a page: what was found in short, then part by part.</summary>
internal static class Page
{
    public static string Of(string command, Table parts, string body, TimeSpan duration, string summary) =>
        $"""
            # Nothing torn, nothing lost, nothing leaked: the evidence

            The module's claim is that a token is never torn, lost or leaked. This page is the report of attacks on that claim. Each of them could succeed: where it is not plain that it could, a control shows it, which is the same attack on code without the care that the module takes.

            The page is written by the attacks themselves, as root on Linux, from the repository:

            ```
            {command}
            ```

            Without `--write` they print the same. `--quick` does less of each in a few minutes, `--only Races` runs the parts with that word in their title, `--list` names them. A part whose means are missing (root, strace, a file system, Node) says so and counts as skipped.

            **{summary}**, in {((int)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture)} seconds, on {MachineInWords()}.

            {parts}

            {body.TrimEnd()}

            """;

    private static string MachineInWords()
    {
        string disk = Command.Run("findmnt", "-n", "-o", "FSTYPE", "-T", Path.GetTempPath()).Output;
        return $"{RuntimeInformation.OSDescription} ({Command.Run("uname", "-srm").Output}), {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} processors, temporary files on {disk}";
    }

    // As the Markdown of repositories makes the anchor.
    public static string LinkTo(string title) =>
        $"[{title}](#{new string([.. title.ToLowerInvariant().Replace(' ', '-').Where(c => char.IsLetterOrDigit(c) || c is '-' or '_')])})";
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
