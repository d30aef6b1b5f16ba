namespace WaiaaS.Reliability.Machine;

/// <summary>strace, attached to a process for the time of one command.</summary>
internal sealed class Tracer : IDisposable
{
    /// <summary>The calls of a write, a read and a removal, and those of what lists a directory.</summary>
    private const string Calls = "openat,statx,mkdirat,fchmod,fchown,flock,fstatfs,write,fsync,close,renameat,unlinkat,read,lseek,pread64,getdents64,newfstatat";

    /// <summary>The calls by which something leaves a process.</summary>
    private const string Sending = "write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,execve,execveat";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly int _traced;
    private readonly List<string> _lines = [];
    private readonly bool _stops;
    private bool _ended;

    private Tracer(int process, string[] options)
    {
        _traced = process;
        _stops = options.Any(option => option.Contains("signal=STOP", StringComparison.Ordinal));
        var start = new ProcessStartInfo(
            "strace", ["-f", "-y", "-p", process.ToString(CultureInfo.InvariantCulture), .. options])
        {
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginErrorReadLine();
    }

    public static Tracer Attach(int process, params string[] injections) => Attach(process, ["-s", "8", "-e", "trace=" + Calls], injections);

    /// <summary>Attaches to all threads of a process, to see all that leaves it.</summary>
    public static Tracer Watch(int process, params string[] injections) =>
        Attach(process, ["-s", "65536", "-e", "trace=" + Sending + ",fsync,read"], injections);

    private static Tracer Attach(int process, string[] options, string[] injections)
    {
        var tracer = new Tracer(process, [.. options, .. injections.SelectMany(injection => new[] { "-e", "inject=" + injection })]);
        tracer.WaitFor(line => line.Contains(" attached", StringComparison.Ordinal));
        return tracer;
    }

    /// <summary>Waits until strace has written such a line.</summary>
    /// <param name="condition">Is given every line once.</param>
    public bool WaitFor(Predicate<string> condition, Func<bool>? inVain = null)
    {
        var clock = Stopwatch.StartNew();
        lock (_lines)
        {
            for (int next = 0; ; next++)
            {
                while (next == _lines.Count)
                {
                    if (inVain is not null && inVain())
                        return false;
                    if (_ended || clock.Elapsed > Patience)
                        throw new TimeoutException("strace did not come to it: " + string.Join(" / ", _lines.GetRange(Math.Max(0, next - 3), Math.Min(3, next))));
                    Monitor.Wait(_lines, Beat);
                }

                if (condition(_lines[next]))
                    return true;
            }
        }
    }

    /// <summary>Lets go of the process, which runs on.</summary>
    public IReadOnlyList<string> Detach()
    {
        if (!_process.HasExited)
            Native.Signal(_process.Id, Native.SigInt);
        return End();
    }

    /// <summary>Waits for strace's own end, when the process has ended. Told to let go of a dying process, it may hang.</summary>
    public IReadOnlyList<string> End()
    {
        if (!_process.WaitForExit(Patience))
            Native.Signal(_process.Id, Native.SigKill);
        _process.WaitForExit();

        // An injected stop may have met a thread of the runtime's own just now; no code waits for that one.
        if (_stops)
            Native.Signal(_traced, Native.SigCont);
        lock (_lines)
            return [.. _lines];
    }

    public void Dispose()
    {
        Detach();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_lines)
        {
            if (line is null)
                _ended = true;
            else
                _lines.Add(line);
            Monitor.PulseAll(_lines);
        }
    }
}
