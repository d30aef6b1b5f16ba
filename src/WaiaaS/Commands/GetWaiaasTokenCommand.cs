using System.Management.Automation;
using System.Security;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>Reads a token.</summary>
[Cmdlet(VerbsCommon.Get, "WaiaasToken", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class GetWaiaasTokenCommand : TokenCommand
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    public override string? WalletId { get; set; }

    /// <summary>The token file's path; wildcards are ordinary characters.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "Path")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

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
        if (LiteralPath is not null)
            return Store.Read(LocationAtPath(LiteralPath));
        TokenLocation location = LocationInDataDirectory(GivenWalletId());
        return location.WalletId is null ? Store.Read(location) : Store.ReadWithFallback(location, LocationInDataDirectory(null));
    }
}
