namespace WaiaaS.Reliability.Machine;

/// <summary>What came of a command in a shell.</summary>
/// <param name="ErrorId">The id of its error; empty when it succeeded.</param>
/// <param name="Message">The error's text.</param>
/// <param name="Output">What it gave.</param>
internal sealed record Answer(string ErrorId, string Message, string Output)
{
    public bool Succeeded => ErrorId.Length == 0;

    /// <summary>In the words of the report.</summary>
    public string Reported => Succeeded ? "success" : ErrorId;
}
