namespace WaiaaS.Bench;

/// <summary>docs/performance.md: its words stay, what stands between its marks is replaced by what was measured.</summary>
internal static class Page
{
    /// <summary>Puts figures into the page.</summary>
    /// <param name="path">The page.</param>
    /// <param name="parts">What belongs between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</param>
    public static void Fill(string path, IEnumerable<(string Name, string Content)> parts) =>
        File.WriteAllText(path, parts.Aggregate(File.ReadAllText(path), Replace));

    private static string Replace(string page, (string Name, string Content) part)
    {
        string open = $"<!-- {part.Name} -->\n";
        string close = $"<!-- /{part.Name} -->";
        int start = page.IndexOf(open, StringComparison.Ordinal) + open.Length;
        int end = page.IndexOf(close, StringComparison.Ordinal);
        return start < open.Length || end < start
            ? throw new InvalidDataException($"The page has no place for '{part.Name}'.")
            : page[..start] + "\n" + part.Content + "\n" + page[end..];
    }
}
