using System.IO;

namespace WaiaaS.Reliability.Faults;

/// <summary>The first token of a wallet, where neither the data directory nor the one of the wallets is there.</summary>
internal sealed class FirstWrite : Scenario
{
    public override string Name => "first write of a wallet";

    public override Purpose Purpose => Purpose.Write;

    public override void Prepare(string directory, string old)
    {
    }

    public override string CommandFor(string directory, string token) =>
        $"Set-WaiaasToken '{token}' -DataDir '{DataOf(directory)}' -WalletId w1";

    public override string TokenPath(string directory) => Path.Combine(DataOf(directory), "mcp-tokens", "w1");
}
