namespace WaiaaS.Bench;

/// <summary>A goal: a ratio of two medians of one run, so that it means the same on any machine.</summary>
/// <param name="What">What is compared with what.</param>
/// <param name="Bound">The goal.</param>
/// <param name="IsMost">Whether the goal is an upper bound.</param>
/// <param name="Of">The ratio in one run; null where one of the two was not measured.</param>
internal sealed record Target(string What, double Bound, bool IsMost, Func<Report, double?> Of)
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("the core's write / the same system calls in C, tmpfs", 1.2, true, run => run.Ratio("tmpfs", "write", Contender.Core, Contender.Limit)),
        new("Set-WaiaasToken / a cmdlet of nothing but these calls, tmpfs", 1.15, true, run => run.Ratio("tmpfs", "write", Contender.Set, Contender.LimitCmdlet)),
        new("Set-WaiaasToken / the same system calls in C, disk", 1.1, true, run => run.Ratio("disk", "write", Contender.Set, Contender.Limit)),
        new("Get-WaiaasToken / an empty cmdlet, tmpfs", 2.2, true, run => run.Ratio("tmpfs", "read", Contender.Get, Contender.EmptyCmdlet)),
        new("npm write-file-atomic / Set-WaiaasToken, tmpfs", 2.5, false, run => run.Ratio("tmpfs", "write", Contender.WriteFileAtomic, Contender.Set)),
        new("Set-Content, Move-Item / Set-WaiaasToken, both in pwsh, tmpfs", 30, false, run => run.Ratio("tmpfs", "write", Contender.SetContentMoveItem, Contender.SetInPwsh)),
        new("import and first Set-WaiaasToken / import and first call of an empty binary module", 1.3, true, run => run.Added(Starts.Module) / run.Added(Starts.EmptyModule)),
        new("Get-WaiaasTokenInfo of 10,000 wallets, for each / one Get-WaiaasToken, tmpfs", 0.7, true, run => run.Ratio("tmpfs", ManyWallets.Operation, Contender.InfoOfMany, Contender.Get)),
        new("a write beside 10,000 wallets / beside one, tmpfs", 1.1, true, run => run.Ratio("tmpfs", ManyWallets.Operation, Contender.WriteBesideMany, Contender.WriteBesideOne)),
    ];

    /// <summary>The best and the worst of all runs; null where it was not measured.</summary>
    public (double? Best, double? Worst) Over(IReadOnlyList<Report> runs)
    {
        double?[] measured = [.. runs.Select(Of)];
        return IsMost ? (measured.Min(), measured.Max()) : (measured.Max(), measured.Min());
    }

    public string Verdict(double? worst) => worst is null ? "not measured" : (IsMost ? worst <= Bound : worst >= Bound) ? "met" : "missed";
}
