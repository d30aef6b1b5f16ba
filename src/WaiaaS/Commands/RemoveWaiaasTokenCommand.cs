using System.Collections.Generic;
using System.Management.Automation;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>Removes tokens, and their leftovers of interrupted writes.</summary>
[Cmdlet(VerbsCommon.Remove, "WaiaasToken", DefaultParameterSetName = DataDirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveWaiaasTokenCommand : TokenSelectionCommandBase
{
    private protected override IEnumerable<TokenLocation> DefaultLocations() => [InDataDirectory(null)];

    private protected override void ProcessLocation(TokenLocation location)
    {
        Store.CheckRemoval(location);
        if (ShouldProcess(location.FullPath, Messages.RemoveToken))
            Store.Remove(location);
    }
}
