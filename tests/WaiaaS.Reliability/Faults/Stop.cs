using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>A writer that strace stops in the middle of its work.</summary>
internal static partial class Stop
{
    // strace may lose a SIGCONT that comes while it is busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Waits until all threads stand still. Some may end before they do.</summary>
    /// <returns>Whether they do; false where the command came to its end instead.</returns>
    public static bool Await(Shell shell, Tracer tracer, Task<Answer?> writing)
    {
        var standing = new HashSet<string>();
        return tracer.WaitFor(
            line =>
            {
                if (Stopped().Match(line) is { Success: true } match)
                    standing.Add(match.Groups[1].Value);
                return standing.Count > 0 && Directory.GetDirectories($"/proc/{shell.Id}/task").All(task => standing.Contains(Path.GetFileName(task)));
            },
            () => writing.IsCompleted);
    }

    /// <summary>Lets it go on to its end.</summary>
    public static Answer Continue(Shell shell, Task<Answer?> writing)
    {
        Native.Signal(shell.Id, Native.SigCont);
        while (!writing.Wait(Patience))
            Native.Signal(shell.Id, Native.SigCont);
        return writing.Result ?? throw new InvalidOperationException("The writer ended.");
    }

    [GeneratedRegex(@"^\[pid +(\d+)\] --- stopped by SIGSTOP")]
    private static partial Regex Stopped();
}
