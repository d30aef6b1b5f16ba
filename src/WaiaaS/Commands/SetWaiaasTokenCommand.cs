using System.Management.Automation;
using System.Security;
using WaiaaS.Files;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>Writes a token atomically.</summary>
[Cmdlet(VerbsCommon.Set, "WaiaasToken", DefaultParameterSetName = DataDirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(TokenInfo))]
public sealed class SetWaiaasTokenCommand : TokenCommandBase
{
    private bool _isTokenTyped;
    private bool _isWalletIdTyped;
    private bool _isLateBound;

    /// <summary>The token: a secure string, a string, or an object with a <c>token</c>, such as an API response.</summary>
    /// <remarks>A SecureString, because only then does PowerShell mask its prompt; hence the side table of <see cref="BoundToken"/>.</remarks>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = Messages.TokenPrompt)]
    [TokenTransformation]
    public SecureString Token { get; set; } = null!;

    /// <summary>The wallet. Default: the wallets that come with the token decide, else the default token.</summary>
    [Parameter(Position = 1, ParameterSetName = DataDirectorySet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    [TextTransformation]
    public string? WalletId { get; set; }

    /// <summary>The default token, whatever wallets come with the token.</summary>
    [Parameter(ParameterSetName = DataDirectorySet)]
    public SwitchParameter Default { get; set; }

    /// <summary>The token file's path. Not from the pipeline: what comes from a file carries that file's path with it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP", "Path")]
    [TextTransformation]
    [AllowNull]
    [AllowEmptyString]
    public string? LiteralPath { get; set; }

    /// <summary>How often a rename is tried again while another process holds the file; Windows only. 0 or more.</summary>
    [Parameter]
    [RetryCountTransformation]
    [RetryCountTransformationAttribute.Range]
    public int MaximumRetryCount { get; set; } = RetryPolicy.DefaultRetries;

    /// <summary>Gives what is known of the written token, never the token.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The pipeline's object where <see cref="Token"/> is typed: it names the wallet.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [PipelineInputTransformation]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What PowerShell has no parameter for. Its own error would show it, and it may be a token.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    [PipelineInputTransformation]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? SurplusArguments { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _isTokenTyped = IsTyped(nameof(Token));
        _isWalletIdTyped = IsTyped(nameof(WalletId));
        _isLateBound = IsTypedAsScript(nameof(WalletId));
        if (SurplusArguments is PipelineInput surplus)
            Refuse(Parameters.SurplusArguments.ErrorFor(surplus.ParameterName, MyInvocation.MyCommand.Name));
    }

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        int retries = RetryCountTransformationAttribute.Check(MaximumRetryCount);
        using BoundToken input = BoundToken.For(Token, isKept: _isTokenTyped);
        TokenLocation location = Locate(input);
        using Token token = input.Parse(location.FullPath);
        if (!ShouldProcess(location.FullPath, Messages.SetToken))
            return;
        FileStatus written = Store.Write(location, token, retries);
        if (PassThru)
            WriteInfo(TokenStore.Describe(location, token, written));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Token is not null)
            BoundToken.For(Token, isKept: false).Dispose();
        base.Dispose(disposing);
    }

    private TokenLocation Locate(BoundToken input)
    {
        PipelineInput? piped = _isTokenTyped && !_isLateBound ? InputObject as PipelineInput : null;
        if (piped is { Kind: not PipelineInputKind.WalletId })
            throw new TokenException(TokenError.InputNotUsable, null, Messages.InputBesideToken(piped, input.LooksLikeWallet));
        if (_isWalletIdTyped && Default)
            throw new TokenException(TokenError.InputNotUsable, null, Messages.DefaultBesideWalletId);
        if (ParameterSetName == LiteralPathSet)
            return AtPath(LiteralPath);

        // An empty id is a mistake, such as a variable that is not set, and must not lead to another wallet's token.
        bool isTyped = _isWalletIdTyped || Default;
        TokenLocation location = InDataDirectory(
            _isWalletIdTyped ? WalletId ?? string.Empty : Default ? null : piped is null ? input.Destination?.WalletId : piped.Text);
        if (input.Destination is { } destination && IsVerbose)
            Logger.Verbose(Messages.Destination(destination, isTyped || piped is not null, location.FullPath));
        return location;
    }
}
