using WaiaaS.Reliability.Faults;

namespace WaiaaS.Reliability.Interoperation;

/// <summary>A write and a read cost as much beside 10,000 wallets as beside one.</summary>
internal sealed class ManyWallets : IAttack
{
    private const int Wallets = 10_000;

    // Well above what two medians on a busy machine differ by, well below what looking at 10,000 files costs.
    private const double MostTimes = 1.5;

    // On a busy machine two medians of the same thing may differ by as much; three times in a row they do not.
    private const int Tries = 3;

    public string Title => "10,000 wallets";

    public string About => """
        The same write and read beside one wallet and beside 10,000, in turns: the cost must stay. The medians of 300 each.
        """;

    public string? Missing() => Capability.Linux();

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        string token = SignedToken.Create();
        Fill(scratch["one", "mcp-tokens"], 1, token);
        Fill(scratch["many", "mcp-tokens"], Wallets, token);
        int[] medians = Measure(scratch, token);
        for (int attempt = 1; attempt < Tries && !IsSame(medians); attempt++)
            medians = Measure(scratch, token);

        var table = new Table("cmdlet", "beside 1 wallet, µs", "beside 10,000, µs", "ratio");
        Add(table, report, "Set-WaiaasToken", medians[0], medians[1]);
        Add(table, report, "Get-WaiaasToken", medians[2], medians[3]);
        report.Print(table);
        report.Print($"The first write of a process beside 10,000 wallets, which looks for leftovers: {medians[4]} µs.");
    }

    private static int[] Measure(Scratch scratch, string token)
    {
        string[] words = Repository.PowerShell(
            Repository.Script("Interoperation", "wallets.ps1"), Repository.Manifest, scratch["one"], scratch["many"], token);
        return [.. Command.Output(words[0], words[1..]).Split('\n').Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }

    private static bool IsSame(int[] medians) => medians[1] <= MostTimes * medians[0] && medians[3] <= MostTimes * medians[2];

    private static void Add(Table table, Report report, string cmdlet, int one, int many)
    {
        double ratio = (double)many / one;
        table.Add(cmdlet, one, many, ratio);
        report.Check(ratio <= MostTimes ? null : $"{cmdlet} costs {ratio:0.00} times as much beside 10,000 wallets");
    }

    private static void Fill(string directory, int wallets, string token)
    {
        Directory.CreateDirectory(directory);
        for (int i = 1; i <= wallets; i++)
            TokenFile.Write(Path.Combine(directory, FormattableString.Invariant($"w{i}")), token);
    }
}
