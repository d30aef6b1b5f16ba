using System.Collections.Generic;
using System.Management.Automation;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>Removes tokens, and what killed writers of them left behind.</summary>
[Cmdlet(VerbsCommon.Remove, "WaiaasToken", DefaultParameterSetName = DataDirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveWaiaasTokenCommand : TokenSelectionCommand
{
    private protected override IEnumerable<TokenLocation> SelectedByDefault() => [LocationInDataDirectory(null)];

    private protected override void ProcessLocation(TokenLocation location)
    {
        Store.CheckRemoval(location);
        if (IsConfirmed(location.FullPath, Messages.RemoveAction))
            Store.Remove(location);
    }
}
