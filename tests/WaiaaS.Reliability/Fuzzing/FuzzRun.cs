using System.Text;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>The fuzzing of one target.</summary>
internal sealed class FuzzRun(Target target, Random random)
{
    // A token of 8 KB needs no more; the reader's buffer alone has 8 KB, and is not on the managed heap.
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

    public long Allocated { get; private set; }

    /// <summary>Kilobytes by which the process grew.</summary>
    public long Grown { get; private set; }

    public List<string> Wrong { get; } = [];

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

/// <summary>Makes a new input of those that were kept: replaces a few ranges of one, which may be empty, by something else.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> pieces, int maximumLength)
{
    // More at once seldom leaves anything of the form that got an input this far.
    private const int MostMutations = 6;

    private static readonly byte[] Interesting = [.. "\0\t\n\r \".-_=+/\\\u007F"u8, 0x80, 0xC0, 0xED, 0xEF, 0xF4, 0xFE, 0xFF];

    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(Pick(corpus));
        int mutations = 1 + random.Next(MostMutations);
        for (int i = 0; i < mutations; i++)
        {
            int at = random.Next(bytes.Count + 1);
            byte[] inserted = [.. Insertion(bytes, at, corpus)];
            bytes.RemoveRange(at, Math.Min(Removal(inserted.Length), bytes.Count - at));
            bytes.InsertRange(at, inserted);
        }

        return [.. bytes.Take(maximumLength)];
    }

    // All the rest: cut, as a writer that truncates in place leaves it, or spliced, as two writers at once do.
    private int Removal(int inserted) => random.Next(12) switch
    {
        < 5 => 0,
        < 9 => inserted,
        < 11 => random.Next(40),
        _ => maximumLength,
    };

    private IEnumerable<byte> Insertion(List<byte> bytes, int at, IReadOnlyList<byte[]> corpus)
    {
        byte here = at < bytes.Count ? bytes[at] : (byte)'A';
        switch (random.Next(10))
        {
            case 0:
                return [];
            case 1:
                return [(byte)(here ^ (1 << random.Next(8)))];
            case 2:
                return [(byte)random.Next(256)];
            case 3 or 4:
                return [Pick(Interesting)];
            case 5 or 6:
                return Pick(pieces);
            case 7:
                byte[] other = Pick(corpus);
                return other.Skip(random.Next(other.Length + 1));
            case 8:
                byte[] part = [.. bytes.Skip(at).Take(random.Next(64))];
                return Enumerable.Repeat(part, 1 + random.Next(4)).SelectMany(bytes => bytes);
            default:
                return Enumerable.Repeat(here, Length(bytes.Count));
        }
    }

    // What depends on a limit is found around it: now and then to one more or one less than that of a token.
    private int Length(int count) => random.Next(8) switch
    {
        0 => random.Next(maximumLength),
        1 => Math.Max(0, Tokens.TokenFormat.MaximumLength - 1 + random.Next(3) - count),
        _ => random.Next(64),
    };

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
