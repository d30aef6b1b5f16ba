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
public sealed class SetWaiaasTokenCommand : TokenCommand
{
    private bool _tokenGiven;

    /// <summary>The token: a secure string, a string, or an object with a <c>token</c>, such as an API response.</summary>
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
        _tokenGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Token));
    }

    /// <inheritdoc/>
    protected override void ProcessToken()
    {
        try
        {
            TokenInput? input = TokenInput.Of(Token);
            TokenLocation location = ParameterSetName == LiteralPathSet
                ? LocationAtPath(LiteralPath)
                : LocationInDataDirectory(Meant(WalletId) ?? Emptied(input?.WalletId));
            if (input is not null && input.Flaw != TokenFlaw.None)
                throw TokenStore.Reject(location, input.Flaw);

            TokenStore store = Store;
            using Token token = store.Check(location, Token);
            if (!IsConfirmed(location.FullPath, Messages.WriteAction))
                return;
            store.Write(location, token, MaximumRetryCount);
            if (PassThru)
                WriteObject(store.Inspect(location));
        }
        finally
        {
            if (!_tokenGiven)
                DisposeOfOwn();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        DisposeOfOwn();
        base.Dispose(disposing);
    }

    private static string? Emptied(string? walletId) => string.IsNullOrEmpty(walletId) ? null : walletId;

    // What the transformation made is ours to wipe; what the caller made is not.
    private void DisposeOfOwn()
    {
        if (Token is not null && TokenInput.Of(Token) is { Made: true })
            Token.Dispose();
    }
}
