using System.Management.Automation;
using WaiaaS.Parameters;

namespace WaiaaS.Commands;

/// <summary>Tells where a token is, or would be. Touches no file.</summary>
[Cmdlet(VerbsCommon.Get, "WaiaasTokenPath", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(string))]
public sealed class GetWaiaasTokenPathCommand : TokenCommand
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    public override string? WalletId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessToken() => WriteObject(LocationInDataDirectory(GivenWalletId()).FullPath);
}
