using System.Security.Cryptography;
using WaiaaS.Reliability.Faults;

namespace WaiaaS.Reliability.Contention;

/// <summary>Writers and readers on one token file, some of them killed now and then.</summary>
/// <param name="among">Whether those who write as WAIaaS does are among the module's; else Node's reader checks as WAIaaS would.</param>
internal sealed class Crowd(bool among, int seconds) : IAttack
{
    private readonly Role[] _roles =
    [
        new("writers, ours", isOurs: true, writes: true) { Number = among ? 2 : 4 },
        new("readers, ours", isOurs: true, writes: false) { Number = 3 },
        new(among ? "writers, Node" : "readers, Node", isOurs: false, writes: among) { Number = among ? 3 : 1 },
    ];

    private bool _endedWell = true;

    public string Title => among ? "Contention: ours among Node's" : "Contention: ours alone";

    public string About => among
        ? """
            Some of the writers are Node's now, and write as WAIaaS does: to one fixed temporary name, without care. They tear
            tokens among themselves; Node's own figures are there to compare. Readers of the module must never give a torn
            token as a token, and may fail with TokenMalformed alone; its writers must not fail at all.
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
        shell.Run($"Set-WaiaasToken '{SignedToken.Create()}' -DataDir '{data}'");
        int kills = Compete(data, scratch["stop"]);
        PrintFigures(report, kills);
        Judge(report, data);
        int left = TokenFile.TemporariesIn(data).Count(path => Path.GetFileName(path)[0] == '.');
        report.Check(left <= kills ? null : $"{left} temporary files were left by {kills} killed processes");
        CheckLeftovers(report, data);
    }

    private int Compete(string data, string stop)
    {
        Participant[] crowd = [.. _roles.SelectMany(role => Enumerable.Repeat(role, role.Number)).Select(role => new Participant(role, data, stop))];
        Task.WaitAll([.. crowd.Select(participant => participant.Ready)]);
        int kills = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; kills++)
        {
            // Not to be right: the time between two kills is the attack's own.
            Thread.Sleep(RandomNumberGenerator.GetInt32(300, 900));
            int victim = RandomNumberGenerator.GetInt32(crowd.Length);
            Role role = crowd[victim].Role;
            crowd[victim].Dispose();
            role.Kills++;
            crowd[victim] = new Participant(role, data, stop);
        }

        File.WriteAllText(stop, string.Empty);
        foreach (Participant participant in crowd)
            _endedWell &= participant.End();
        return kills;
    }

    private void PrintFigures(Report report, int kills)
    {
        var table = new Table("processes", "number", "kills", "writes", "whole tokens read", "re-reads", "failures", "torn, given as a token");
        foreach (Role role in _roles)
            table.Add(role.Name, role.Number, role.Kills, role["writes"], role["reads"], role["rereads"], role.FailuresInWords, role["torn"]);
        report.Print(table);
        report.Print($"{seconds} seconds, {_roles.Sum(role => role.Number)} processes, {kills} kills.");
    }

    private void Judge(Report report, string data)
    {
        foreach (Role role in _roles.Where(role => role.IsOurs || !among))
        {
            report.Check(role["writes"] + role["reads"] > 0 ? null : $"{role.Name} did nothing");
            report.Check(role["torn"] == 0 ? null : $"{role.Name}: {role["torn"]} torn tokens");
            bool mayFail = among && !role.Writes;
            bool held = mayFail ? role.Failures.Keys.All(failure => failure == "TokenMalformed") : role.Failures.Count == 0;
            report.Check(held ? null : $"{role.Name}: {role.FailuresInWords}");
        }

        report.Check(_endedWell ? null : "a process did not end by itself, or failed");
        string? content = TokenFile.ContentOf(Path.Combine(data, "mcp-token"));
        report.Check(among || (content is not null && SignedToken.IsWhole(content)) ? null : "the last token is not whole");
    }

    private static void CheckLeftovers(Report report, string data)
    {
        foreach (string path in TokenFile.TemporariesIn(data))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        using var shell = new Shell();
        Answer answer = shell.Run($"Set-WaiaasToken '{SignedToken.Create()}' -DataDir '{data}'");
        int stayed = TokenFile.TemporariesIn(data).Count(path => Path.GetFileName(path)[0] == '.');
        report.Check(answer.Succeeded && stayed == 0 ? null : $"{stayed} old temporary files stayed {answer.Message}");
    }
}
