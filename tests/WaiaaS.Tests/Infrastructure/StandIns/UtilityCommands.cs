using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace WaiaaS.Tests.Infrastructure.StandIns;

/// <summary>
/// Stand-ins for commands of Microsoft.PowerShell.Utility, which the engine on NuGet comes without, so that whole
/// scripts run here. With a real PowerShell, the Pester suites run the same scripts.
/// </summary>
internal static class UtilityCommands
{
    public static IEnumerable<SessionStateCommandEntry> All { get; } =
    [
        new SessionStateCmdletEntry("Invoke-RestMethod", typeof(InvokeRestMethodCommand), null),
        new SessionStateCmdletEntry("ConvertTo-Json", typeof(ConvertToJsonCommand), null),
    ];
}
