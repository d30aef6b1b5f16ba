namespace WaiaaS.Reliability.Security;

/// <summary>What PowerShell's own transcript keeps.</summary>
internal sealed class Transcripts : IAttack
{
    private const string Control = "control";

    public string Title => "Leaks: transcript";

    public string About => """
        PowerShell itself keeps a transcript while tokens are written and read, with success and with errors, with -Verbose
        and -Debug, and while everything in $Error is formatted in full. The control is a token that is printed at the end,
        and must be in the transcript.
        """;

    public string? Missing() => Capability.Root();

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var stage = new LeakStage(scratch);
        string path = scratch["transcript.txt"];
        string[] words = Repository.PowerShell(Repository.Script("Security", "transcript.ps1"), Repository.Manifest, stage.Data, path);
        Command.Run(words[0], words[1..]);
        string[] halves = File.ReadAllText(path).Split("\n" + Control, 2);
        string[] parts = [.. stage.Token[SignedToken.Prefix.Length..].Split('.').Skip(1)];
        bool Has(string text) => parts.Any(part => text.Contains(part, StringComparison.Ordinal));
        bool clean = report.Check(Has(halves[0]) ? "the transcript holds a part of the token" : null);
        bool proves = report.Check(halves.Length == 2 && Has(halves[1]) ? null : "the printed token is not in the transcript, so this look proves nothing");
        var table = new Table("transcript", "lines", "token in it");
        table.Add("writes, reads and errors", halves[0].Split('\n').Length, clean ? "no" : "YES");
        table.Add("control: a token that is printed", halves[^1].Split('\n').Length, proves ? "yes" : "NO");
        report.Print(table);
    }
}
