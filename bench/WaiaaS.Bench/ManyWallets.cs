using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Bench;

/// <summary>A data directory with 10,000 wallets, to see that nothing grows with their number.</summary>
internal sealed class ManyWallets
{
    public const int Count = 10_000;
    public const string Operation = "many wallets";

    private const int Listings = 5;
    private const string List = "$null = Get-WaiaasTokenInfo -DataDir $directory";
    private const string Get = "$null = Get-WaiaasToken -WalletId w1 -DataDir $directory";
    private const string Set = "Set-WaiaasToken $token -WalletId w1 -DataDir $directory";

    private readonly Stage _one;
    private readonly Stage _many;
    private readonly string _manifest;

    public ManyWallets(Stage one, Stage many, string manifest)
    {
        _one = one;
        _many = many;
        _manifest = manifest;
        var store = new TokenStore(new Silent(), CancellationToken.None);
        using Token token = Token.Parse(Example.Protected, many.Directory);
        for (int i = 1; i <= Count; i++)
            store.Write(TokenLocation.InDataDirectory(many.Directory, $"w{i}"), token, RetryPolicy.DefaultRetries);
    }

    /// <summary>Measures listing all, and a write beside all and beside one.</summary>
    public void Measure(int batches, Report report)
    {
        using var many = new Engine(_manifest, Example.Protected, _many.Directory);
        using var one = new Engine(_manifest, Example.Protected, _one.Directory);
        many.Run(List, 2);
        many.Run(Get, Count);
        for (int i = 0; i < Listings; i++)
        {
            report.Add(_one, Operation, Contender.InfoOfMany, [many.Time(List, 1, 1).Single() / Count]);
            report.Add(_one, Operation, Contender.Get, many.Time(Get, 3, _one.Operations));
        }

        foreach (Engine engine in new[] { one, many })
            engine.Run(Set, 3 * _one.Operations);
        for (int batch = 0; batch < batches; batch++)
        {
            report.Add(_one, Operation, Contender.WriteBesideOne, one.Time(Set, 1, _one.Operations));
            report.Add(_one, Operation, Contender.WriteBesideMany, many.Time(Set, 1, _one.Operations));
        }
    }
}
