using System.Management.Automation;
using System.Security;
using WaiaaS.Files;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>Writes a token, whole or not at all.</summary>
[Cmdlet(VerbsCommon.Set, "WaiaasToken", DefaultParameterSetName = DataDirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(TokenInfo))]
public sealed class SetWaiaasTokenCommand : TokenCommandBase
{
    private bool _isTokenArgument;

    /// <summary>The token: a secure string, a string, or an object with a <c>token</c>, such as an API response.</summary>
    /// <remarks>A SecureString, because only then does PowerShell mask its prompt; hence the side table of <see cref="BoundToken"/>.</remarks>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TokenTransformation]
    public SecureString Token { get; set; } = null!;

    /// <summary>The wallet whose token is meant; without it the default token is.</summary>
    [Parameter(ParameterSetName = DataDirectorySet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    public string? WalletId { get; set; }

    /// <summary>The token file's path. Not from the pipeline: what comes from a file carries that file's path with it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [AllowNull]
    [AllowEmptyString]
    public string? LiteralPath { get; set; }

    /// <summary>How often a rename is tried again while another process holds the file; Windows only. 0 or more.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; } = RetryPolicy.DefaultRetries;

    /// <summary>Gives what is known of the written token, never the token.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isTokenArgument = MyInvocation.BoundParameters.ContainsKey(nameof(Token));
    }

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        using BoundToken input = BoundToken.For(Token, isKept: _isTokenArgument);
        TokenLocation location = Locate(LiteralPath, WalletIdOrDefault(WalletId) ?? NullIfEmpty(input.WalletId));
        using Token token = input.Parse(location.FullPath);
        if (!ShouldProcess(location.FullPath, Messages.SetToken))
            return;
        TokenInfo info = Store.Write(location, token, MaximumRetryCount);
        if (PassThru)
            WriteInfo(info);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Token is not null)
            BoundToken.For(Token, isKept: false).Dispose();
        base.Dispose(disposing);
    }

    private static string? NullIfEmpty(string? walletId) => string.IsNullOrEmpty(walletId) ? null : walletId;
}
