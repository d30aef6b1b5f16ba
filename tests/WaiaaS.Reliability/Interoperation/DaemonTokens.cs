using WaiaaS.Reliability.Faults;

namespace WaiaaS.Reliability.Interoperation;

/// <summary>Tokens that the library of the daemon (npm's jose) signs go through the module both ways.</summary>
internal sealed class DaemonTokens : IAttack
{
    public string Title => "Tokens of the daemon's own library";

    public string About => """
        jose, the library with which the daemon signs, makes tokens that the module writes and jose verifies, and tokens that
        Node writes and the module reads: byte for byte, for the default token and for a wallet's.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Linux(), Capability.Program("node"), Capability.Program("npm"));

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        (int code, _, string error) = Command.RunIn(
            scratch.Path, "npm", "install", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=15000", "jose");
        if (code != 0)
        {
            report.Skip(Title, "npm cannot install jose (" + error.Split('\n')[^1] + ")");
            return;
        }

        File.Copy(Repository.Script("Interoperation", "jose.mjs"), scratch["jose.mjs"]);
        using var shell = new Shell();
        var table = new Table("token file", "direction", "violations");
        foreach ((string name, string file, string wallet) in new[] { ("plain", "mcp-token", string.Empty), ("wallet", "mcp-tokens/w1", "-WalletId w1") })
        {
            string where = $"-DataDir '{scratch["data"]}' {wallet}";
            string path = scratch["data", file];
            table.Add(name, "signed by jose, written by the module, verified by jose", report.Violations(name, Out(scratch, shell, where, path)));
            table.Add(name, "signed by jose, written by Node, read by the module", report.Violations(name, In(scratch, shell, where, path)));
        }

        report.Print(table);
    }

    private static string? Out(Scratch scratch, Shell shell, string where, string path)
    {
        string session = Guid.NewGuid().ToString();
        string token = Jose(scratch, "sign", session);
        Answer answer = shell.Run($"Set-WaiaasToken '{token}' {where}");
        return !answer.Succeeded ? answer.Message
            : TokenFile.ContentOf(path) != token ? "the file holds something else"
            : Jose(scratch, "verify", path) == session ? null : "jose does not verify it";
    }

    private static string? In(Scratch scratch, Shell shell, string where, string path)
    {
        string session = Guid.NewGuid().ToString();
        string token = Jose(scratch, "sign", session);
        Jose(scratch, "write", path, token);
        return shell.Run($"Get-WaiaasToken -AsPlainText {where}").Output != token ? "the module reads something else"
            : shell.Run($"Get-WaiaasTokenInfo {where} | Where-Object Path -eq '{path}' | ForEach-Object {{ $_.SessionId }}").Output == session
                ? null
                : "the module tells another session";
    }

    private static string Jose(Scratch scratch, string what, params string[] arguments) =>
        Command.Output("node", [scratch["jose.mjs"], what, SignedToken.Key, .. arguments]);
}
