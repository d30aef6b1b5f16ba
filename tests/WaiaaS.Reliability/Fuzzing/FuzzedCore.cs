namespace WaiaaS.Reliability.Fuzzing;

/// <summary>The parser of tokens and the reader of their files, under a coverage-guided fuzzer.</summary>
internal sealed class FuzzedCore(double seconds) : IAttack
{
    // At most: a control ends when it is found, which takes a second or so.
    private const double ControlSeconds = 120;

    private const int MostShown = 10;

    // In memory, where there is such a thing: the reader does not flush, and the fuzzer writes more often than it reads.
    private const string Memory = "/dev/shm";

    private static readonly (Flaw Flaw, string InWords)[] Flaws =
    [
        (Flaw.EmptySignature, "an empty signature is accepted"), (Flaw.AnySignature, "a cut signature is accepted"), (Flaw.OneByteTooMany, "8,193 bytes are accepted"),
        (Flaw.Padding, "'=' is accepted at the end of a part"), (Flaw.ByteOrderMarkStays, "a byte order mark is not taken off"),
        (Flaw.TrailingComma, "a comma may end a JSON object"), (Flaw.ExpiryFromText, "an expiry may be text"),
    ];

    private readonly int _seed = Environment.TickCount & int.MaxValue;

    public string Title => "Fuzzing";

    public string About => """
        `WaiaaS.Core`, instrumented by SharpFuzz so that it tells which branches an input takes, is given whatever the fuzzer
        (`tests/WaiaaS.Reliability/Fuzzing`) makes of tokens, files and payloads: flipped and foreign bytes, pieces of tokens,
        JSON and broken UTF-8, cuts, two inputs spliced, repetitions, lengths around the limit. What takes a new branch is kept
        and changed further. Every answer must be that of an independent reference (a regular expression, and System.Text.Json
        for the payload), no exception may come out, no input may take 20 seconds or allocate more than 1 MB. The controls
        give the reference one flaw at a time: the fuzzer must see each. It does not show that no input misbehaves: only
        that none of these did.
        """;

    public string? Missing() => Capability.Linux();

    public void Run(Report report)
    {
        using var scratch = new Scratch(Directory.Exists(Memory) ? Memory : null);
        Coverage.Instrument(scratch);
        Fuzz(scratch.NewDirectory(), report);
        Control(report);
    }

    private void Fuzz(string directory, Report report)
    {
        var table = new Table("what is fuzzed", "executions", "branches", "inputs kept", "longest, ms", "most allocated, bytes", "process grew by, KB", "wrong answers");
        var targets = new Targets(null);
        foreach (Target target in new[] { targets.Input, targets.Content, targets.Payload, targets.Reader(directory) })
        {
            var run = new FuzzRun(target, new Random(_seed));
            run.Run(seconds, untilFirst: false);
            table.Add(target.Name, run.Executions, run.Branches, run.Kept, run.SlowestMilliseconds, run.Allocated, run.Grown, run.Wrong.Count);
            report.Check(run.Wrong.Count == 0 ? null : $"{target.Name}: {run.Wrong.Count} wrong answers");
            foreach (string wrong in run.Wrong.Take(MostShown))
                report.Check(wrong);
        }

        report.Print(table);
        report.Print(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} seconds each, seed {_seed}."));
    }

    private void Control(Report report)
    {
        var table = new Table("control: a flaw in the reference", "found after executions");
        foreach ((Flaw flaw, string inWords) in Flaws)
        {
            var targets = new Targets(flaw);
            var run = new FuzzRun(flaw is Flaw.TrailingComma or Flaw.ExpiryFromText ? targets.Payload : targets.Content, new Random(_seed));
            run.Run(ControlSeconds, untilFirst: true);
            bool found = run.Wrong.Count > 0;
            report.Check(found ? null : $"'{inWords}' was not found, so this fuzzing proves nothing");
            table.Add(inWords, found ? run.Executions : "not found");
        }

        report.Print(table);
    }
}
