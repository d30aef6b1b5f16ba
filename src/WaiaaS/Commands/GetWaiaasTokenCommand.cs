using System.Management.Automation;
using System.Security;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>Reads a token.</summary>
[Cmdlet(VerbsCommon.Get, "WaiaasToken", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class GetWaiaasTokenCommand : LiteralPathCommandBase
{
    /// <summary>The wallet. Default: the default token.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    [TextTransformation]
    public string? WalletId { get; set; }

    /// <summary>Reads the default token where the wallet has none of its own, as the MCP server does.</summary>
    [Parameter(ParameterSetName = DataDirectorySet)]
    public SwitchParameter OrDefault { get; set; }

    /// <summary>Gives a string, which everything can see and nothing can wipe, in place of a secure string.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    private protected override string DefaultParameter => nameof(OrDefault);

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        using Token token = Read(Locate(WalletId, LiteralPath));
        WriteObject(AsPlainText ? token.ToPlainText() : token.ToSecureString());
    }

    private Token Read(TokenLocation location)
    {
        TokenLocation? fallback = OrDefault ? location.DefaultOfWallet : null;
        if (fallback is null)
            return Store.Read(location);
        try
        {
            return Store.Read(location);
        }
        catch (TokenException error) when (error.Error == TokenError.TokenNotFound)
        {
            Logger.Verbose(Messages.FallsBack(location.FullPath, fallback.FullPath));
        }

        try
        {
            return Store.Read(fallback);
        }
        catch (TokenException error) when (error.Error == TokenError.TokenNotFound)
        {
            throw new TokenException(TokenError.TokenNotFound, location.FullPath, Messages.NeitherTokenFound(location.FullPath, fallback.FullPath));
        }
    }
}
