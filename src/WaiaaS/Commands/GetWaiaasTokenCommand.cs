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
    /// <summary>The wallet whose token is meant; without it the default token is.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    public string? WalletId { get; set; }

    /// <summary>Gives a string, which everything can see and nothing can wipe, in place of a secure string.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        TokenLocation location = Locate(LiteralPath, WalletIdOrDefault(WalletId));
        bool hasFallback = ParameterSetName == DataDirectorySet && location.WalletId is not null;
        using Token token = hasFallback ? ReadWithFallback(location, Locate(null, walletId: null)) : Store.Read(location);
        WriteObject(AsPlainText ? token.ToPlainText() : token.ToSecureString());
    }

    private Token ReadWithFallback(TokenLocation wallet, TokenLocation fallback)
    {
        try
        {
            return Store.Read(wallet);
        }
        catch (TokenException error) when (error.Error == TokenError.TokenNotFound)
        {
            Logger.Verbose(Messages.FallsBack(wallet.FullPath, fallback.FullPath));
        }

        try
        {
            return Store.Read(fallback);
        }
        catch (TokenException error) when (error.Error == TokenError.TokenNotFound)
        {
            throw new TokenException(TokenError.TokenNotFound, wallet.FullPath, Messages.NeitherTokenFound(wallet.FullPath, fallback.FullPath));
        }
    }
}
