namespace WaiaaS.Reliability.Faults;

/// <summary>A use of one cmdlet, to be disturbed at each of its system calls.</summary>
/// <param name="Command">The command; {0} is the token and {1} the data directory.</param>
internal sealed record Scenario(string Name, Purpose Purpose, string Command)
{
    public const string Leftover = ".mcp-token.1.0123abcd.tmp";

    // No user of any system, as the owner of a container's volume: root gives that owner what it writes there.
    private const string Unknown = "612345:612345";

    /// <summary>The everyday write, the first of the process to its directory.</summary>
    public static readonly Scenario Overwrite = new("write over a token", Purpose.Write, "Set-WaiaasToken '{0}' -DataDir '{1}'")
    {
        MustCall =
        [
            "openat data", "statx data", "statx data/mcp-token", "openat data/(temporary file)", "flock data/(temporary file)",
            "statx data/(temporary file)", "write data/(temporary file)", "fsync data/(temporary file)", "renameat data/(temporary file)",
            "close data/mcp-token", "fsync data", "getdents64 data",
        ],
    };

    /// <summary>Neither the data directory nor the one of the wallets is there.</summary>
    public static readonly Scenario FirstWrite = new("first write of a wallet", Purpose.Write, "Set-WaiaasToken '{0}' -DataDir '{1}' -WalletId w1")
    {
        TokenName = "mcp-tokens/w1",
        HasToken = false,
        MustCall =
        [
            "mkdirat data", "openat data", "statx data", "fsync .", "mkdirat data/mcp-tokens", "openat data/mcp-tokens", "statx data/mcp-tokens",
            "fsync data", "openat data/mcp-tokens", "openat data/mcp-tokens/(temporary file)", "flock data/mcp-tokens/(temporary file)",
            "write data/mcp-tokens/(temporary file)", "fsync data/mcp-tokens/(temporary file)", "renameat data/mcp-tokens/(temporary file)",
            "fsync data/mcp-tokens",
        ],
    };

    public static readonly Scenario OverwriteBesideLeftover = Overwrite with
    {
        Name = "write beside a leftover",
        HasLeftover = true,
        MustCall = ["renameat data/(temporary file)", "openat data/" + Leftover, "flock data/" + Leftover, "fstatfs data/" + Leftover, "unlinkat data/" + Leftover],
        Disturbs = call => call.Target.EndsWith(Leftover, StringComparison.Ordinal),
    };

    /// <summary>Root gives the new file to the owner of the directory.</summary>
    public static readonly Scenario OverwriteForAnotherUser = Overwrite with
    {
        Name = "write as root for another user",
        IsOfAnotherUser = true,
        MustCall = ["fchown data/(temporary file)", "write data/(temporary file)"],
        Disturbs = call => call.Name == "fchown",
    };

    public static readonly Scenario Read = new("read", Purpose.Read, "Get-WaiaasToken -AsPlainText -DataDir '{1}'")
    {
        MustCall =
        [
            "openat data", "statx data", "openat data/mcp-token", "statx data/mcp-token", "read data/mcp-token", "lseek data/mcp-token",
            "pread64 data/mcp-token",
        ],
    };

    /// <summary>The token belongs to the owner of its directory and not to the reader, which takes one more look.</summary>
    public static readonly Scenario ReadOfAnotherUser = Read with
    {
        Name = "read of another user's token",
        IsOfAnotherUser = true,
        MustCall = ["statx data", "statx data/mcp-token"],
        Disturbs = call => call.Name == "statx",
    };

    public static readonly Scenario Removal = new("removal", Purpose.Remove, "Remove-WaiaasToken -DataDir '{1}'")
    {
        MustCall = ["openat data", "statx data", "statx data/mcp-token", "unlinkat data/mcp-token", "fsync data", "getdents64 data"],
    };

    /// <summary>
    /// Calls that the cmdlet must make, in this order, others between them: from docs/design.md, not from what it does. A call
    /// that it stops making would else be a missing row, and no failure.
    /// </summary>
    public string[] MustCall { get; private init; } = [];

    /// <summary>The calls that are disturbed: all of them, or those that no other scenario has.</summary>
    public Func<SystemCall, bool> Disturbs { get; private init; } = _ => true;

    public string Before => HasToken ? TokenFile.Old : TokenFile.None;

    private string TokenName { get; init; } = "mcp-token";

    private bool HasToken { get; init; } = true;

    private bool HasLeftover { get; init; }

    private bool IsOfAnotherUser { get; init; }

    public string CommandFor(string directory, string token) => string.Format(CultureInfo.InvariantCulture, Command, token, DataOf(directory));

    public string TokenPath(string directory) => Path.Combine(DataOf(directory), TokenName);

    public void Prepare(string directory, string old)
    {
        if (!HasToken)
            return;
        Directory.CreateDirectory(DataOf(directory), (UnixFileMode)0b111_000_000);
        TokenFile.Write(TokenPath(directory), old);
        if (HasLeftover)
        {
            string path = Path.Combine(DataOf(directory), Leftover);
            TokenFile.Write(path, old);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        }

        if (IsOfAnotherUser)
            Machine.Command.Output("chown", "-R", Unknown, DataOf(directory));
    }

    private static string DataOf(string directory) => Path.Combine(directory, "data");
}

/// <summary>What a cmdlet does to the token file.</summary>
internal enum Purpose
{
    Write,
    Read,
    Remove,
}
