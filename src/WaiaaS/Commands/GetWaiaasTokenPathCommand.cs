using System.Management.Automation;
using WaiaaS.Parameters;

namespace WaiaaS.Commands;

/// <summary>Returns where a token is, or would be. Touches no file.</summary>
[Cmdlet(VerbsCommon.Get, "WaiaasTokenPath", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(string))]
public sealed class GetWaiaasTokenPathCommand : InputObjectCommandBase
{
    /// <summary>The wallet. Default: the default token.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    [TextTransformation]
    public string? WalletId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessItem() => WriteObject(Locate(WalletId, literalPath: null).FullPath);
}
