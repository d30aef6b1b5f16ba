using System.Collections.Generic;
using System.Linq;

namespace WaiaaS.Bench;

/// <summary>What was set as a goal, and what came of it.</summary>
/// <param name="What">What is compared with what.</param>
/// <param name="Bound">The goal.</param>
/// <param name="IsMost">Whether the goal is an upper bound.</param>
/// <param name="Measured">What came of it; null where one of the two was not there.</param>
/// <param name="Why">What it means to a user.</param>
internal sealed record Target(string What, double Bound, bool IsMost, double? Measured, string Why)
{
    public string Verdict => Measured is null ? "not measured" : (IsMost ? Measured <= Bound : Measured >= Bound) ? "met" : "missed";

    /// <summary>All of them.</summary>
    public static IEnumerable<Target> In(Report report)
    {
        var added = new Samples();
        added.Add(report.Starts(Bench.Start.OfModule).Select(start => start.Added));
        return
        [
            new("the core's write on tmpfs / C", 1.5, true, report.Ratio("tmpfs", "write", Contender.Core, Contender.Limit),
                "checks, .NET and memory that is wiped cost less than half of what the kernel needs"),
            new("Set-WaiaasToken on tmpfs / C", 2.5, true, report.Ratio("tmpfs", "write", Contender.Set, Contender.Limit),
                "with PowerShell around it, and no disk to hide behind"),
            new("Set-WaiaasToken on disk / C", 1.15, true, report.Ratio("disk", "write", Contender.Set, Contender.Limit),
                "on a real disk a write takes what the disk takes"),
            new("npm write-file-atomic / Set-WaiaasToken, on tmpfs", 1.3, false, report.Ratio("tmpfs", "write", Contender.WriteFileAtomic, Contender.Set),
                "quicker than the usual atomic writer of Node.js, which flushes less"),
            new("Set-Content, Move-Item / Set-WaiaasToken, on tmpfs, both in pwsh", 30, false, report.Ratio("tmpfs", "write", Contender.SetContentMoveItem, Contender.SetInPwsh),
                "than what a careful script would do, which flushes nothing"),
            new("Get-WaiaasToken / an empty cmdlet, on tmpfs", 3, true, report.Ratio("tmpfs", "read", Contender.Get, Contender.EmptyCmdlet),
                "a read can stand in a loop"),
            new("import and first write, in ms", 45, true, added.Median,
                "what the module adds to a script that uses it once"),
        ];
    }
}
