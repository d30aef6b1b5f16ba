namespace WaiaaS.Bench;

/// <summary>One way to write or read a token.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Flushes">What a write of it flushes to the disk, in words.</param>
/// <param name="IsOurs">Whether it is this module.</param>
internal sealed record Contender(string Name, string Flushes, bool IsOurs = false)
{
    private const string Both = "file and directory";
    private const string OnlyFile = "file";
    private const string Nothing = "nothing";

    /// <summary>What all others are compared with.</summary>
    public static Contender Limit { get; } = new("the same system calls in C", Both);

    public static Contender Core { get; } = new("the core", Both, IsOurs: true);

    public static Contender LimitCmdlet { get; } = new("a cmdlet of nothing but these calls", Both);

    public static Contender EmptyCmdlet { get; } = new("an empty cmdlet", Nothing);

    public static Contender Set { get; } = new("Set-WaiaasToken", Both, IsOurs: true);

    public static Contender Get { get; } = new("Get-WaiaasToken", Nothing, IsOurs: true);

    public static Contender WriteFileAtomic { get; } = new("npm write-file-atomic", OnlyFile);

    public static Contender Atomically { get; } = new("npm atomically", OnlyFile);

    public static Contender Waiaas { get; } = new("WAIaaS' own way, in Node.js", Nothing);

    public static Contender InfoOfMany { get; } = new("Get-WaiaasTokenInfo of 10,000 wallets, for each", Nothing, IsOurs: true);

    public static Contender WriteBesideOne { get; } = new("Set-WaiaasToken -WalletId, the only wallet", Both, IsOurs: true);

    public static Contender WriteBesideMany { get; } = new("Set-WaiaasToken -WalletId, beside 10,000 wallets", Both, IsOurs: true);

    public static Contender SetInPwsh { get; } = new("Set-WaiaasToken in pwsh", Both, IsOurs: true);

    public static Contender GetInPwsh { get; } = new("Get-WaiaasToken in pwsh", Nothing, IsOurs: true);

    public static Contender SetContent { get; } = new("Set-Content in pwsh", Nothing);

    public static Contender SetContentMoveItem { get; } = new("Set-Content, Move-Item in pwsh", Nothing);

    public static Contender GetContent { get; } = new("Get-Content -Raw in pwsh", Nothing);
}
