namespace WaiaaS.Reliability.Faults;

/// <summary>What a disturbed cmdlet has left.</summary>
internal static class TokenFile
{
    public const string Old = "old";
    public const string New = "new";
    public const string None = "none";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    public static string? ContentOf(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>Temporary files below a directory.</summary>
    public static string[] TemporariesIn(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.tmp", Everything).Where(path => !path.EndsWith(Scenario.Leftover, StringComparison.Ordinal))];

    /// <summary>Which token it is, in a word.</summary>
    public static string Describe(string? content, string? old, string @new) =>
        content is null ? None : content == @new ? New : content == old ? Old : content.Length == 0 ? "EMPTY" : content.All(c => c == '\0') ? "NUL BYTES" : "TORN";

    /// <summary>The same for a violation, with what helps to find its cause and does not show the token.</summary>
    public static string Explain(string? content, string old, string @new)
    {
        string state = Describe(content, old, @new);
        return content is null || state is Old or New
            ? state
            : $"{state} ({content.Length} characters; differs from the old {old.Length} at {content.AsSpan().CommonPrefixLength(old)}, from the new {@new.Length} at {content.AsSpan().CommonPrefixLength(@new)})";
    }

    /// <summary>Files below a directory that others may read.</summary>
    public static string[] OpenToOthers(string directory)
    {
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return [.. Directory.EnumerateFiles(directory, "*", Everything).Where(path => (File.GetUnixFileMode(path) & ~own) != 0)];
    }
}
