using System.Text;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>The fuzzing of one target.</summary>
internal sealed class FuzzRun(Target target, Random random)
{
    // Of a token of 8 KB nobody needs more; the reader's buffer alone has 8 KB, and is not on the managed heap.
    private const long MostAllocated = 1 << 20;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    private readonly List<byte[]> _corpus = [];
    private byte[] _current = [];
    private long _executions;
    private long _slowest;

    public long Executions => _executions;

    public int Branches { get; private set; }

    public int Kept => _corpus.Count;

    public double SlowestMilliseconds => Stopwatch.GetElapsedTime(0, _slowest).TotalMilliseconds;

    /// <summary>Bytes that one execution allocated.</summary>
    public long Allocated { get; private set; }

    /// <summary>Kilobytes by which the process grew.</summary>
    public long Grown { get; private set; }

    /// <summary>Inputs that were answered wrongly.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Fuzzes for some time, or until the first wrong answer.</summary>
    public void Run(double seconds, bool untilFirst)
    {
        // A thread of its own, which an input that hangs keeps.
        var thread = new Thread(() => Fuzz(seconds, untilFirst)) { IsBackground = true };
        thread.Start();
        long last = -1;
        while (!thread.Join(Hang))
        {
            long now = Interlocked.Read(ref _executions);
            if (now == last)
            {
                Add(_current, "hung");
                return;
            }

            last = now;
        }
    }

    private void Fuzz(double seconds, bool untilFirst)
    {
        Coverage.Reset();
        foreach (byte[] seed in target.Seeds)
            Execute(seed);
        var mutator = new Mutator(random, target.Pieces, target.MaximumLength);
        long before = Environment.WorkingSet;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds && !(untilFirst && Wrong.Count > 0);)
            Execute(mutator.Next(_corpus));

        Branches = Coverage.Branches;
        GC.Collect();
        Grown = (Environment.WorkingSet - before) / 1024;
    }

    private void Execute(byte[] input)
    {
        _current = input;
        Interlocked.Increment(ref _executions);
        string answer;
        Coverage.Begin();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            answer = target.Answer(input);
        }
        catch (Exception failure)
        {
            answer = "threw " + failure.GetType();
        }

        _slowest = Math.Max(_slowest, Stopwatch.GetTimestamp() - start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Allocated = Math.Max(Allocated, allocated);
        if (Coverage.End())
            _corpus.Add(input);
        if (allocated > MostAllocated)
            Add(input, $"allocated {allocated} bytes");
        if (target.Expected(input) is { } expected && expected != answer)
            Add(input, $"answered '{answer}' instead of '{expected}'");
    }

    private void Add(byte[] input, string what)
    {
        string text = Encoding.Latin1.GetString(input, 0, Math.Min(input.Length, 300)).Replace("\n", "\\n", StringComparison.Ordinal);
        Wrong.Add($"{target.Name}: {what}: {input.Length} bytes, base64 {Convert.ToBase64String(input, 0, Math.Min(input.Length, 600))}, text {text}");
    }
}
