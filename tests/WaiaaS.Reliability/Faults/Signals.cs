using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WaiaaS.Reliability.Faults;

/// <summary>Signals that end a writer, at random moments.</summary>
/// <param name="rounds">How many writers get each of them.</param>
internal sealed class Signals(int rounds) : IAttack
{
    private const int Workers = 3;
    private const int LatestMilliseconds = 100;

    // About every third leaves a file.
    private const int MostKills = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Title => "Signals";

    public string About => """
        PowerShell writes tokens as fast as it can, and gets SIGTERM or SIGHUP at a random moment. It must end, the token in
        place must be whole, and no temporary file may stay. With SIGKILL, the control, at least one stays.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Linux(), Capability.Program("env"));

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        var table = new Table("signal", "writers", "writers that left a temporary file", "violations");
        End(scratch, report, table, "SIGTERM", Native.SigTerm);
        End(scratch, report, table, "SIGHUP", Native.SigHup);
        Kill(scratch, report, table);
        report.Print(table);
    }

    private void End(Scratch scratch, Report report, Table table, string name, int signal)
    {
        var ends = new ConcurrentBag<Ending>();
        string[] directories = [.. Enumerable.Range(0, rounds).Select(_ => scratch.NewDirectory())];
        Parallel.ForEach(directories, new ParallelOptions { MaxDegreeOfParallelism = Workers }, directory => ends.Add(EndOne(directory, signal)));
        int violations = ends.Sum(end => report.Violations(name, end.Objection ?? (end.HasLeftover ? "a temporary file was left" : null)));
        table.Add(name, rounds, ends.Count(end => end.HasLeftover), violations);
    }

    private static void Kill(Scratch scratch, Report report, Table table)
    {
        const string name = "SIGKILL (control)";
        int kills = 0;
        Ending end = new(false, null);
        while (kills < MostKills && end is { HasLeftover: false, Objection: null })
        {
            end = EndOne(scratch.NewDirectory(), Native.SigKill);
            kills++;
        }

        string? objection = end.Objection ?? (end.HasLeftover ? null : "control: no writer left a temporary file, so the moments prove nothing");
        table.Add(name, kills, end.HasLeftover ? 1 : 0, report.Violations(name, objection));
    }

    private static Ending EndOne(string directory, int signal)
    {
        string data = Path.Combine(directory, "data");
        using var writing = new ManualResetEventSlim();

        // A parent such as nohup leaves SIGHUP ignored.
        using Process writer = Command.Start(["env", "--default-signal=HUP,TERM", .. Repository.PowerShell(
            Repository.Script("Contention", "ours.ps1"), data, Path.Combine(directory, "stop"), "write", Repository.Manifest)]);
        writer.OutputDataReceived += (_, line) =>
        {
            if (line.Data == "writes 1")
                writing.Set();
        };
        writer.BeginOutputReadLine();
        bool wrote = writing.Wait(Patience);

        // Not to be right: the moment is the attack's own.
        Thread.Sleep(RandomNumberGenerator.GetInt32(LatestMilliseconds));
        Native.Signal(writer.Id, signal);
        bool ended = writer.WaitForExit(Patience);
        if (!ended)
            writer.Kill();
        string? content = TokenFile.ContentOf(Path.Combine(data, "mcp-token"));
        string? objection = !wrote ? "the writer wrote nothing"
            : !ended ? "the writer did not end"
            : content is null || !SignedToken.IsWhole(content) ? "the token in place is not whole" : null;
        return new Ending(TokenFile.TemporariesIn(directory).Length > 0, objection);
    }

    private sealed record Ending(bool HasLeftover, string? Objection);
}
