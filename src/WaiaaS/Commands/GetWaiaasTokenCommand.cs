using System.Management.Automation;
using System.Security;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>Reads a token.</summary>
[Cmdlet(VerbsCommon.Get, "WaiaasToken", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class GetWaiaasTokenCommand : LiteralPathCommand
{
    /// <summary>The wallet whose token is meant; without it the default token is.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    public string? WalletId { get; set; }

    /// <summary>Gives a string, which everything can see and nothing can wipe, in place of a secure string.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessToken()
    {
        using Token token = Read();
        WriteObject(AsPlainText ? token.ToPlainText() : token.ToSecureString());
    }

    private Token Read()
    {
        if (ParameterSetName == LiteralPathSet)
            return Store.Read(LocationAtPath(LiteralPath));
        TokenLocation location = LocationInDataDirectory(Meant(WalletId));
        return location.WalletId is null ? Store.Read(location) : Store.ReadWithFallback(location, LocationInDataDirectory(null));
    }
}
