using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace WaiaaS.Fuzz;

/// <summary>The fuzzing of one target.</summary>
internal sealed class Fuzzing(ITarget target, Random random)
{
    // Of a token of 8 KB nobody needs more; the reader's buffer alone has 8 KB, and is not on the managed heap.
    private const long MostAllocated = 1 << 20;

    private const int MostShown = 10;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    private readonly List<byte[]> _corpus = [];
    private readonly List<string> _wrong = [];
    private byte[] _current = [];
    private long _executions;
    private long _slowest;
    private long _mostAllocated;

    /// <summary>Fuzzes for some time, and prints what came of it.</summary>
    /// <returns>Whether nothing was wrong.</returns>
    public bool Run(double seconds, bool untilFirst)
    {
        Coverage.Reset();
        foreach (byte[] seed in target.Seeds)
            Execute(seed);
        var mutator = new Mutator(random, target.Pieces, target.MaximumLength);
        using var watchdog = new Timer(WatchForHang(), null, Hang, Hang);
        long grown = Environment.WorkingSet;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds && !(untilFirst && _wrong.Count > 0);)
            Execute(mutator.Next(_corpus));

        GC.Collect();
        grown = (Environment.WorkingSet - grown) / 1024;
        double slowest = Stopwatch.GetElapsedTime(0, _slowest).TotalMilliseconds;
        Console.WriteLine(FormattableString.Invariant(
            $"{target.Name}|{_executions}|{Coverage.Branches}|{_corpus.Count}|{slowest:0.0}|{_mostAllocated}|{grown}|{_wrong.Count}"));
        for (int i = 0; i < _wrong.Count && i < MostShown; i++)
            Console.WriteLine(_wrong[i]);
        return _wrong.Count == 0;
    }

    private void Execute(byte[] input)
    {
        _current = input;
        _executions++;
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
        _mostAllocated = Math.Max(_mostAllocated, allocated);
        if (Coverage.End())
            _corpus.Add(input);
        if (allocated > MostAllocated)
            Add(input, $"allocated {allocated} bytes");
        if (target.Expected(input) is { } expected && expected != answer)
            Add(input, $"answered '{answer}' instead of '{expected}'");
    }

    private void Add(byte[] input, string what) => _wrong.Add($"- {target.Name}: {what}: {Shown(input)}");

    private TimerCallback WatchForHang()
    {
        long last = -1;
        return _ =>
        {
            long now = Interlocked.Read(ref _executions);
            if (now == last)
            {
                Console.WriteLine($"- {target.Name}: hung: {Shown(_current)}");
                Environment.Exit(3);
            }

            last = now;
        };
    }

    private static string Shown(byte[] input)
    {
        string text = Encoding.Latin1.GetString(input, 0, Math.Min(input.Length, 300)).Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{input.Length} bytes, base64 {Convert.ToBase64String(input, 0, Math.Min(input.Length, 600))}, text {text}";
    }
}
