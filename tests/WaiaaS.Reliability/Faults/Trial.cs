namespace WaiaaS.Reliability.Faults;

/// <summary>One disturbed run of a cmdlet, and what it left.</summary>
/// <param name="Old">The token before, where there was one.</param>
/// <param name="New">The token that was to be written.</param>
/// <param name="Hit">Whether the call that was meant was disturbed, and no other.</param>
internal sealed record Trial(Scenario Scenario, string Directory, string Old, string New, Answer Answer, bool Hit)
{
    public string? Content => TokenFile.ContentOf(Scenario.TokenPath(Directory));

    public string State => TokenFile.Describe(Content, Old, New);

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
            return $"the token file is {TokenFile.Explain(Content, Old, New)}, not {right}";
        if (Scenario.Purpose == Purpose.Read && Answer.Output != (Answer.Succeeded ? Old : string.Empty))
            return "another token was given than the file holds";
        if (TokenFile.TemporariesIn(Directory).Length > 0)
            return "a temporary file was left";
        return TokenFile.OpenToOthers(Directory).Length > 0 ? "a file is open to others" : null;
    }
}
