namespace WaiaaS.Reliability.Reporting;

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
