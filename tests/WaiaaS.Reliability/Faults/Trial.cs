namespace WaiaaS.Reliability.Faults;

/// <summary>One disturbed run of a cmdlet, and what it left.</summary>
internal sealed record Trial(Scenario Scenario, string Directory)
{
    public string Old { get; } = SignedToken.Create();

    public string New { get; init; } = SignedToken.Create();

    public Answer Answer { get; init; } = new(string.Empty, string.Empty, string.Empty);

    /// <summary>Whether the call that was meant was disturbed, and no other.</summary>
    public bool Hit { get; init; }

    public string Command => Scenario.CommandFor(Directory, New);

    public string TokenPath => Scenario.TokenPath(Directory);

    public string? Content => TokenFile.ContentOf(TokenPath);

    public string State => TokenFile.Describe(Content, Old, New);

    public string Explained => "the token file is " + TokenFile.Explain(Content, Old, New);

    public static Trial Prepare(Scenario scenario, string directory)
    {
        var trial = new Trial(scenario, directory);
        scenario.Prepare(directory, trial.Old);
        return trial;
    }

    public string? Objection(SystemCall call)
    {
        bool isChanged = Scenario.Purpose != Purpose.Read && call.Phase is (Phase.Flush or Phase.After);
        bool isInPlace = Answer.Succeeded || isChanged || Answer.ErrorId == Expectation.DurabilityUnknown;
        string right = !isInPlace ? Scenario.Before : Scenario.Purpose switch
        {
            Purpose.Write => TokenFile.New,
            Purpose.Remove => TokenFile.None,
            _ => TokenFile.Old,
        };
        if (State != right)
            return $"{Explained}, not {right}";
        if (Scenario.Purpose == Purpose.Read && Answer.Output != (Answer.Succeeded ? Old : string.Empty))
            return "another token was given than the file holds";
        if (TokenFile.TemporariesIn(Directory).Length > 0)
            return "a temporary file was left";
        return TokenFile.OpenToOthers(Directory).Length > 0 ? "a file is open to others" : null;
    }
}

/// <summary>What a disturbed cmdlet has left.</summary>
internal static class TokenFile
{
    public const string Old = "old";
    public const string New = "new";
    public const string None = "none";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    public static void Write(string path, string content)
    {
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public static string? ContentOf(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    public static string[] TemporariesIn(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.tmp", Everything).Where(path => !path.EndsWith(Scenario.Leftover, StringComparison.Ordinal))];

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

    public static string[] OpenToOthers(string directory)
    {
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return [.. Directory.EnumerateFiles(directory, "*", Everything).Where(path => (File.GetUnixFileMode(path) & ~own) != 0)];
    }
}

/// <summary>A write in surroundings that were made for it.</summary>
internal sealed class Situation(Shell shell, Report report, Table table)
{
    public static Table NewTable() => new("situation", "reported", "token afterwards", "temporary files", "violations");

    /// <summary>Writes another token and looks at what came of it; reads it in any case.</summary>
    public void Write(string name, Trial trial, string errorId = "")
    {
        Trial another = trial with { New = SignedToken.Create() };
        Judge(name, another with { Answer = shell.Run(another.Command) }, errorId, leftovers: 0);
    }

    public void Judge(string name, Trial trial, string errorId, int leftovers)
    {
        Answer answer = trial.Answer;
        string state = trial.State;
        int temporaries = TokenFile.TemporariesIn(trial.Directory).Length;
        string? objection = answer.ErrorId != errorId ? $"reported '{answer.ErrorId}' instead of '{errorId}': {answer.Message}"
            : state != (answer.Succeeded ? "new" : "old") ? trial.Explained
            : temporaries != leftovers ? $"{temporaries} temporary files are there"
            : shell.Run(Scenario.Read.CommandFor(trial.Directory, string.Empty)).Output != trial.Content ? "the reader does not give the token"
            : null;
        table.Add(name, answer.Reported, state, temporaries, report.Violations(name, objection));
    }
}
