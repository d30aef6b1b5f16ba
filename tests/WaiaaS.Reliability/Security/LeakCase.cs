namespace WaiaaS.Reliability.Security;

/// <summary>A command that succeeds, or fails in one way.</summary>
/// <param name="ErrorId">The error that it must report; empty for success.</param>
/// <param name="Command">What is run; {0} is the data directory.</param>
internal sealed record LeakCase(string Name, string ErrorId, string Command, params string[] Injections)
{
    private const string Loud = " -Verbose -Debug";
    private const string Source = "Get-WaiaasToken -LiteralPath '{0}/source' | ";

    /// <summary>All errors of the specification.</summary>
    public static readonly string[] ErrorIds =
    [
        "TokenNotFound", "TokenPathIsSymbolicLink", "TokenNotRegularFile", "TokenOwnerMismatch", "TokenMalformed", "TokenInputInvalid", "TokenTooLarge",
        "TokenAccessDenied", "TokenBusy", "TokenFileIsMountPoint", "TokenWriteFailed", "TokenDurabilityUnknown", "TokenReadFailed", "WalletIdInvalid",
        "PathNotFileSystem", "HomeDirectoryNotFound",
    ];

    /// <summary>Success, and every error that Linux can cause for root.</summary>
    public static readonly IReadOnlyList<LeakCase> All =
    [
        new("Set", string.Empty, Source + "Set-WaiaasToken -DataDir '{0}/new'" + Loud),
        new("Set -PassThru", string.Empty, Source + "Set-WaiaasToken -DataDir '{0}' -PassThru" + Loud),
        new("Set -WhatIf", string.Empty, Source + "Set-WaiaasToken -DataDir '{0}' -WhatIf" + Loud),
        new("Get", string.Empty, "Get-WaiaasToken -DataDir '{0}'" + Loud),
        new("Get-WaiaasTokenInfo", string.Empty, "Get-WaiaasTokenInfo -DataDir '{0}'" + Loud),
        new("Get of what is not there", "TokenNotFound", "Get-WaiaasToken -LiteralPath '{0}/none'" + Loud),
        new("Get through a link", "TokenPathIsSymbolicLink", "Get-WaiaasToken -LiteralPath '{0}/link'" + Loud),
        new("Set through a link", "TokenPathIsSymbolicLink", Source + "Set-WaiaasToken -LiteralPath '{0}/link'" + Loud),
        new("Get of a FIFO", "TokenNotRegularFile", "Get-WaiaasToken -LiteralPath '{0}/fifo'" + Loud),
        new("Set in place of a directory", "TokenNotRegularFile", Source + "Set-WaiaasToken -LiteralPath '{0}/directory'" + Loud),
        new("Get of somebody's file", "TokenOwnerMismatch", "Get-WaiaasToken -LiteralPath '{0}/somebodys'" + Loud),
        new("Get of a cut token", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/cut'" + Loud),
        new("Get of two tokens", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/twice'" + Loud),
        new("Get of JSON", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/json'" + Loud),
        new("Get of UTF-16", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/utf16'" + Loud),
        new("Set of two tokens", "TokenInputInvalid", "[IO.File]::ReadAllText('{0}/twice') | Set-WaiaasToken -DataDir '{0}'" + Loud),
        new("Set of JSON", "TokenInputInvalid", "[IO.File]::ReadAllText('{0}/json') | Set-WaiaasToken -DataDir '{0}'" + Loud),
        new("Get of what is too large", "TokenTooLarge", "Get-WaiaasToken -LiteralPath '{0}/large'" + Loud),
        new("Set of what is too large", "TokenTooLarge", "[IO.File]::ReadAllText('{0}/large') | Set-WaiaasToken -DataDir '{0}'" + Loud),
        new("Set on a read-only file system", "TokenAccessDenied", Source + "Set-WaiaasToken -DataDir '{0}/readonly'" + Loud),
        new("Set of a mounted file", "TokenFileIsMountPoint", Source + "Set-WaiaasToken -LiteralPath '{0}/mounted'" + Loud),
        new("Set below a file", "TokenWriteFailed", Source + "Set-WaiaasToken -DataDir '{0}/source/x'" + Loud),
        new("Set, and no flush works", "TokenWriteFailed", Source + "Set-WaiaasToken -DataDir '{0}'" + Loud, "fsync:error=EIO"),
        new("Set, and the directory's flush fails", "TokenDurabilityUnknown", Source + "Set-WaiaasToken -DataDir '{0}'" + Loud, "fsync:error=EIO:when=2"),
        new("Get below a file", "TokenReadFailed", "Get-WaiaasToken -LiteralPath '{0}/source/x'" + Loud),
        new("Set with the token as the wallet's id", "WalletIdInvalid", Source + "Set-WaiaasToken -DataDir '{0}' -WalletId ([IO.File]::ReadAllText('{0}/source'))" + Loud),
        new("Set with the token as a drive", "PathNotFileSystem", Source + "Set-WaiaasToken -DataDir ('Env:' + [IO.File]::ReadAllText('{0}/source'))" + Loud),
    ];
}
