namespace WaiaaS.Reliability.Faults;

/// <summary>One disturbed run of a cmdlet, and what it left.</summary>
internal sealed record Trial(Scenario Scenario, string Directory)
{
    /// <summary>The token before, where there was one.</summary>
    public string Old { get; } = SignedToken.New();

    /// <summary>The token that is to be written.</summary>
    public string New { get; init; } = SignedToken.New();

    public Answer Answer { get; init; } = new(string.Empty, string.Empty, string.Empty);

    /// <summary>Whether the call that was meant was disturbed, and no other.</summary>
    public bool Hit { get; init; }

    public string Command => Scenario.CommandFor(Directory, New);

    public string TokenPath => Scenario.TokenPath(Directory);

    public string? Content => TokenFile.ContentOf(TokenPath);

    public string State => TokenFile.Describe(Content, Old, New);

    public string Explained => "the token file is " + TokenFile.Explain(Content, Old, New);

    /// <summary>A run that is still to come, in a new directory with what is there before.</summary>
    public static Trial Prepare(Scenario scenario, string directory)
    {
        var trial = new Trial(scenario, directory);
        scenario.Prepare(directory, trial.Old);
        return trial;
    }

    /// <summary>What is wrong with the files after a failure of a call; null when nothing is.</summary>
    public string? Objection(SystemCall call)
    {
        string right = !Answer.Succeeded && call.Phase != Phase.Flush ? Scenario.Before : Scenario.Purpose switch
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
