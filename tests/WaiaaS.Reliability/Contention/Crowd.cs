using System.Security.Cryptography;
using WaiaaS.Reliability.Faults;

namespace WaiaaS.Reliability.Contention;

/// <summary>Writers and readers on one token file, some of them killed now and then.</summary>
internal sealed class Crowd(string who, IReadOnlyList<Role> roles, int seconds) : IAttack
{
    /// <summary>Nobody but the module writes; Node's reader checks it as WAIaaS would.</summary>
    public static readonly IReadOnlyList<Role> OursAlone =
    [
        Role.OurWriter, Role.OurWriter, Role.OurWriter, Role.OurWriter, Role.OurReader, Role.OurReader, Role.OurReader, Role.NodeReader,
    ];

    /// <summary>Those who write as WAIaaS does are among them.</summary>
    public static readonly IReadOnlyList<Role> OursAmongNodes =
    [
        Role.OurWriter, Role.OurWriter, Role.NodeWriter, Role.NodeWriter, Role.NodeWriter, Role.OurReader, Role.OurReader, Role.OurReader,
    ];

    private readonly Dictionary<Role, Figures> _figures = roles.Distinct().ToDictionary(role => role, _ => new Figures());
    private bool _endedWell = true;

    public string Title => $"Contention: {who}";

    public string About => roles.Contains(Role.NodeWriter)
        ? """
            Some of the writers are Node's now, and write as WAIaaS does: to one fixed temporary name, without care. They tear
            tokens among themselves; Node's own figures are there to compare. Readers of the module must never give a torn
            token as a token without a warning, and may fail with TokenMalformed alone; its writers must not fail at all.
            """
        : """
            Processes of the module write and read one token file, as fast as they can, with one reader of Node's beside
            them. One of them is killed every half second, and another takes its place. No reader may ever give a torn token
            or fail, no writer may fail, what killed writers left is never more than they were, and goes with a later write.
            """;

    public string? Missing() => Capability.FirstMissing(Capability.Linux(), Capability.Program("node"));

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        string data = scratch["data"];
        shell.Run($"Set-WaiaasToken '{SignedToken.New()}' -DataDir '{data}'");
        int kills = Compete(data, scratch["stop"]);
        PrintFigures(report, kills);
        Judge(report, data);
        int left = TokenFile.TemporariesIn(data).Count(path => Path.GetFileName(path)[0] == '.');
        report.Check(left <= kills ? null : $"{left} temporary files were left by {kills} killed processes");
        CheckLeftovers(report, data);
    }

    private int Compete(string data, string stop)
    {
        List<Participant> crowd = [.. roles.Select(role => new Participant(role, _figures[role], data, stop))];
        Task.WaitAll([.. crowd.Select(participant => participant.Ready)]);
        int kills = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; kills++)
        {
            // Not to be right: the time between two kills is the attack's own.
            Thread.Sleep(RandomNumberGenerator.GetInt32(300, 900));
            int victim = RandomNumberGenerator.GetInt32(crowd.Count);
            crowd[victim].Kill();
            crowd[victim].Dispose();
            Role role = crowd[victim].Role;
            _figures[role].Kills++;
            crowd[victim] = new Participant(role, _figures[role], data, stop);
        }

        File.WriteAllText(stop, string.Empty);
        foreach (Participant participant in crowd)
        {
            _endedWell &= participant.End();
            participant.Dispose();
        }

        return kills;
    }

    private void PrintFigures(Report report, int kills)
    {
        var table = new Table("processes", "number", "kills", "writes", "whole tokens read", "re-reads", "failures", "cut, with a warning", "torn, given as a token");
        foreach ((Role role, Figures figures) in _figures)
        {
            table.Add(
                role.Name, roles.Count(other => other == role), figures.Kills, figures["writes"], figures["reads"], figures["rereads"],
                figures.Failures, figures["warned"], figures["torn"]);
        }

        report.Print(table);
        report.Print($"{seconds} seconds, {roles.Count} processes, {kills} kills.");
    }

    private void Judge(Report report, string data)
    {
        bool alone = !roles.Contains(Role.NodeWriter);
        foreach ((Role role, Figures figures) in _figures.Where(entry => entry.Key.IsOurs || alone))
        {
            int done = figures["writes"] + figures["reads"];
            report.Check(done > 0 ? null : $"{role.Name} did nothing");
            report.Check(figures["torn"] == 0 ? null : $"{role.Name}: {figures["torn"]} torn tokens");
            bool mayFail = !alone && role == Role.OurReader;
            report.Check(mayFail || figures.FailureCount + figures["warned"] == 0 ? null : $"{role.Name}: {figures.Failures}, {figures["warned"]} warned");
            if (mayFail)
                report.Check(figures.Failures is "0" || figures.Failures.Split(", ").All(f => f.StartsWith("TokenMalformed", StringComparison.Ordinal)) ? null : figures.Failures);
        }

        report.Check(_endedWell ? null : "a process did not end by itself, or failed");
        string? content = TokenFile.ContentOf(Path.Combine(data, "mcp-token"));
        report.Check(!alone || (content is not null && SignedToken.IsWhole(content)) ? null : "the last token is not whole");
    }

    private static void CheckLeftovers(Report report, string data)
    {
        foreach (string path in TokenFile.TemporariesIn(data))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        using var shell = new Shell();
        Answer answer = shell.Run($"Set-WaiaasToken '{SignedToken.New()}' -DataDir '{data}'");
        int stayed = TokenFile.TemporariesIn(data).Count(path => Path.GetFileName(path)[0] == '.');
        report.Check(answer.Succeeded && stayed == 0 ? null : $"{stayed} old temporary files stayed {answer.Message}");
    }
}
