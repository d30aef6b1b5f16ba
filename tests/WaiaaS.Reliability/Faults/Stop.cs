using System;
using System.IO;
using System.Threading.Tasks;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>A writer that strace stops in the middle of its work.</summary>
internal static class Stop
{
    // strace may lose a SIGCONT that comes while it is busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Waits until all threads stand still.</summary>
    public static void Await(Shell shell, Tracer tracer)
    {
        int running = Directory.GetDirectories($"/proc/{shell.Id}/task").Length;
        tracer.WaitFor(line => line.Contains("stopped by SIGSTOP", StringComparison.Ordinal) && --running == 0);
    }

    /// <summary>Lets it go on to its end.</summary>
    public static Answer Continue(Shell shell, Task<Answer?> writing)
    {
        Native.Signal(shell.Id, Native.SigCont);
        while (!writing.Wait(Patience))
            Native.Signal(shell.Id, Native.SigCont);
        return writing.Result ?? throw new InvalidOperationException("The writer ended.");
    }
}
