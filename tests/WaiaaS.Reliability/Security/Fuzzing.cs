using System;
using System.Globalization;
using System.Linq;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Security;

/// <summary>The parser of tokens and the reader of their files, under a coverage-guided fuzzer.</summary>
internal sealed class Fuzzing(double seconds) : IAttack
{
    private const int Parts = 8;

    // At most: a control ends when it is found, which takes a second or so.
    private const double ControlSeconds = 120;

    private static readonly (string Name, string InWords)[] Flaws =
    [
        ("empty-signature", "an empty signature is accepted"), ("one-byte-too-many", "8,193 bytes are accepted"),
        ("padding", "'=' is accepted at the end of a part"), ("byte-order-mark-stays", "a byte order mark is not taken off"),
        ("trailing-comma", "a comma may end a JSON object"), ("expiry-from-text", "an expiry may be text"),
    ];

    public string Title => "Fuzzing";

    public string About => """
        `WaiaaS.Core`, instrumented by SharpFuzz so that it tells which branches an input takes, is given whatever the fuzzer
        (`tests/WaiaaS.Fuzz`) makes of tokens, files and payloads: flipped and foreign bytes, pieces of tokens, JSON and
        broken UTF-8, cuts, two inputs spliced, repetitions, lengths around the limit. What takes a new branch is kept and
        changed further. Every answer must be that of an independent reference (a regular expression, and System.Text.Json
        for the payload), no exception may come out, no input may take 20 seconds or allocate more than 1 MB. The controls
        give the reference one flaw at a time: the fuzzer must see each. It does not show that no input misbehaves: only
        that none of these did.
        """;

    public string? Missing() => Capability.Linux();

    public void Run(Report report)
    {
        (int code, string output, string error) = Fuzz(seconds);
        string[] lines = output.Split('\n');
        var table = new Table("what is fuzzed", "executions", "branches", "inputs kept", "longest, ms", "most allocated, bytes", "process grew by, KB", "wrong answers");
        foreach (string[] cells in lines.Select(line => line.Split('|')).Where(cells => cells.Length == Parts))
        {
            table.Add([cells[0], .. cells[1..].Select(cell => (object)(cell.Contains('.', StringComparison.Ordinal) ? cell : int.Parse(cell, CultureInfo.InvariantCulture)))]);
            report.Check(cells[^1] == "0" ? null : $"{cells[0]}: {cells[^1]} wrong answers");
        }

        report.Print(table);
        report.Print($"{seconds.ToString("0.#", CultureInfo.InvariantCulture)} seconds each, {lines[0].Replace('|', ' ')}.");
        foreach (string wrong in lines.Where(line => line.StartsWith("- ", StringComparison.Ordinal)))
            report.Check(wrong);
        report.Check(code is 0 or 1 ? null : $"the fuzzer ended with {code.ToString(CultureInfo.InvariantCulture)}: {error}");
        Control(report);
    }

    private static void Control(Report report)
    {
        var table = new Table("control: a flaw in the reference", "found after executions");
        foreach ((string name, string inWords) in Flaws)
        {
            (_, string output, _) = Fuzz(ControlSeconds, "--flaw", name);
            string[]? found = output.Split('\n').Select(line => line.Split('|')).FirstOrDefault(cells => cells.Length == Parts && cells[^1] != "0");
            report.Check(found is not null ? null : $"'{inWords}' was not found, so this fuzzing proves nothing");
            table.Add(inWords, found is null ? "not found" : int.Parse(found[1], CultureInfo.InvariantCulture));
        }

        report.Print(table);
    }

    private static (int Code, string Output, string Error) Fuzz(double seconds, params string[] more) =>
        Command.Run("dotnet", [Repository.Fuzzer, "--seconds", seconds.ToString(CultureInfo.InvariantCulture), .. more]);
}
