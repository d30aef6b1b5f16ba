namespace WaiaaS.Reliability;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(int Seconds, bool Quick, bool List, string? Only, string? Page)
{
    public const string Help = """
        Attacks the module's claim that a token is never torn, lost or leaked, and prints what came of it as Markdown. The
        last line is 'N passed, N failed, N skipped'; how far it is goes to standard error. Most of it needs Linux and root.

          --seconds N    how long each contention and each fuzzing lasts, and in hundreds how many rounds each race has;
                         default 60
          --quick        10 seconds of contention, and less of the other costly attacks: a few minutes in all
          --only WORD    only the parts with this word in their title
          --list         names the parts, and what this machine lacks for them
          --write FILE   writes the report to a page, such as docs/reliability.md; not together with --only

        The exit code is 0 when nothing was violated, 1 when something was, 2 when the command line is not understood.
        """;

    private const int DefaultSeconds = 60;
    private const int QuickSeconds = 10;

    /// <summary>The command that does the same, from the repository.</summary>
    public string CommandLine =>
        "dotnet run --project tests/WaiaaS.Reliability -- "
        + (Quick ? "--quick" : "--seconds " + Seconds.ToString(CultureInfo.InvariantCulture)) + " --write docs/reliability.md";

    /// <returns>Null when it is not understood.</returns>
    public static Options? Parse(string[] words)
    {
        int? seconds = null;
        var options = new Options(0, false, false, null, null);
        for (int i = 0; i < words.Length; i++)
        {
            string? value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    continue;
                case "--list":
                    options = options with { List = true };
                    continue;
                case "--only" when value is not null:
                    options = options with { Only = value };
                    break;
                case "--write" when value is not null:
                    options = options with { Page = value };
                    break;
                case "--seconds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int given):
                    seconds = given;
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options.Only is not null && options.Page is not null ? null
            : options with { Seconds = seconds ?? (options.Quick ? QuickSeconds : DefaultSeconds) };
    }

    public bool Includes(string title) => Only is null || title.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
