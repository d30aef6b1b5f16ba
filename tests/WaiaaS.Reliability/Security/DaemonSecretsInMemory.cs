using System.Text;

namespace WaiaaS.Reliability.Security;

/// <summary>What is left of the master password and of tokens in the memory of the process that talked to the daemon.</summary>
internal sealed class DaemonSecretsInMemory : IAttack
{
    private const int PieceLength = 24;
    private const int Shift = 1000;

    private const string Collect =
        "& { for ($i = 0; $i -lt 3; $i++) { [GC]::Collect(2, 'Forced', $true, $true); [GC]::WaitForPendingFinalizers() } }";

    private const string Typed = "$s = [Security.SecureString]::new(); foreach ($c in {1}) {{ $s.AppendChar([char]($c - 1000)) }}; ";
    private const string New = "New-WaiaasToken {0} -MasterPassword $s";

    public string Title => "Memory of the daemon's client";

    public string About => """
        A process creates, tests and renews a token at a daemon, with a master password that was never typed in it. Then a
        collection is forced, and all memory of the process that can be read at all is searched for a piece of each secret. In
        UTF-16, as strings have it, only a SecureString that is alive may hold one: the string that an HTTP header needs is
        zeroed once the request is over. In UTF-8, .NET's HTTP stack has a buffer for each request and does not zero it: a
        secret may be there once for each request. In the middle of a request the secret is there, which the one row that is
        not promised shows; the control is the same request with Invoke-RestMethod.
        """;

    public string? Missing() => Capability.Root();

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var daemon = new FakeDaemon.Daemon();
        string wallet = daemon.AddWallet("trading");
        using var shell = new Shell();
        var table = new Table("what the process did", "secret", "in UTF-8", "may be", "in UTF-16", "may be", "violations");
        foreach (Use use in Uses())
            Search(scratch, shell, daemon, wallet, use, report, table);
        report.Print(table);
    }

    private static IEnumerable<Use> Uses()
    {
        yield return new("New, and the password's SecureString is alive", Typed + New) { PasswordAsChars = 1 };
        yield return new("New, and the SecureString was disposed of", Typed + New, "$s.Dispose(); & {{ }}");
        yield return new("New with a password file", "New-WaiaasToken {0} -MasterPasswordPath '{2}'");
        yield return new("New with a password file, 20 times", "foreach ($n in 1..20) {{ New-WaiaasToken {0} -Force -MasterPasswordPath '{2}' }}; & {{ }}");
        yield return new("New that fails: no such wallet", "New-WaiaasToken {0} -WalletId missing -MasterPasswordPath '{2}'") { ErrorId = "WalletNotFound" };
        yield return new("Test -Online", "Test-WaiaasToken {0} -Online") { NeedsToken = true };
        yield return new("Update, which renews", "Update-WaiaasToken {0}") { NeedsToken = true };
        yield return new("Update that fails: the session was revoked", "Update-WaiaasToken {0}") { NeedsToken = true, IsRevoked = true, ErrorId = "SessionEnded" };
        yield return new("New without an answer", "New-WaiaasToken {0} -MasterPasswordPath '{2}' -TimeoutSec 3") { IsUnanswered = true, ErrorId = "DaemonUnreachable" };
        yield return new("control: Invoke-RestMethod", "$s = [IO.File]::ReadAllText('{2}'); Invoke-RestMethod '{3}v1/wallets' -Headers @{{ 'X-Master-Password' = $s }}") { IsControl = true };
    }

    private static void Search(Scratch scratch, Shell shell, FakeDaemon.Daemon daemon, string wallet, Use use, Report report, Table table)
    {
        string data = scratch.NewDirectory();
        string passwordFile = Path.Combine(data, "password");
        string tokenFile = Path.Combine(data, "mcp-token");
        string password = daemon.MasterPassword = Guid.NewGuid().ToString("N");
        File.WriteAllText(passwordFile, password);
        string? before = use.NeedsToken ? daemon.Issue(8000, 10000, wallet) : null;
        if (before is not null)
            File.WriteAllText(tokenFile, before);
        if (use.IsRevoked)
            daemon.Revoke(before);

        string where = $"-DataDir '{data}' -Uri '{daemon.Address}'";
        string numbers = string.Join(',', password.Select(c => (c + Shift).ToString(CultureInfo.InvariantCulture)));
        int sent = daemon.Received;
        string reported = string.Empty;
        foreach (string command in use.Commands)
        {
            string line = string.Format(CultureInfo.InvariantCulture, command, where, numbers, passwordFile, daemon.Address);
            reported += use.IsUnanswered ? Unanswered(line) : shell.Run(line).ErrorId;
        }

        int requests = daemon.Received - sent;
        shell.Run(Collect);
        shell.Run(Collect);

        string? after = File.Exists(tokenFile) ? File.ReadAllText(tokenFile) : null;
        string? objection = reported == use.ErrorId ? null : $"{use.Name}: reported '{reported}' instead of '{use.ErrorId}'";
        if (before is null)
            Judge("master password", password[..PieceLength], use.PasswordAsChars);
        if (before is not null)
            Judge(after == before ? "token" : "old token", before[^PieceLength..], 0);
        if (after is not null && after != before)
            Judge("new token", after[^PieceLength..], 0);
        shell.Run("$s = $null; & { }");
        File.Delete(tokenFile);

        string Unanswered(string line)
        {
            daemon.Fault = FakeDaemon.Fault.Silence;
            Task<Answer?> running = shell.Begin(line);
            SpinWait.SpinUntil(() => daemon.Received > sent, TimeSpan.FromSeconds(30));
            int[] counts = Count(password[..PieceLength]);
            table.Add("New, in the middle of a request", "master password", counts[0], "found", counts[1], "found", report.Check(
                counts[1] > 0 ? null : "in the middle of a request the master password was not found, so this search proves nothing") ? 0 : 1);
            daemon.Fault = FakeDaemon.Fault.None;
            return Shell.Await(running, use.Name).ErrorId;
        }

        int[] Count(string piece) => ProcessMemory.Count(shell.Id, Encoding.UTF8.GetBytes(piece), Encoding.Unicode.GetBytes(piece));

        void Judge(string secret, string piece, int asChars)
        {
            int[] counts = Count(piece);
            string found = FormattableString.Invariant(
                $"{use.Name}: the {secret} is there {counts[0]} times in UTF-8, {counts[1]} times in UTF-16, after {requests} requests");
            bool isRight = use.IsControl ? counts[1] > 0 : counts[0] <= requests && counts[1] == asChars;
            bool held = report.Check(objection ?? (isRight ? null : use.IsControl ? found + ", so this search proves nothing" : found));
            string mayBe = use.IsControl ? "found" : requests.ToString(CultureInfo.InvariantCulture);
            table.Add(use.Name, secret, counts[0], mayBe, counts[1], use.IsControl ? "found" : asChars.ToString(CultureInfo.InvariantCulture), held ? 0 : 1);
        }
    }

    private sealed record Use(string Name, params string[] Commands)
    {
        public string ErrorId { get; init; } = string.Empty;

        /// <summary>How often the password must be there in UTF-16.</summary>
        public int PasswordAsChars { get; init; }

        /// <summary>Whether a token of a session is in place that is due for renewal.</summary>
        public bool NeedsToken { get; init; }

        public bool IsRevoked { get; init; }

        public bool IsUnanswered { get; init; }

        public bool IsControl { get; init; }
    }
}
