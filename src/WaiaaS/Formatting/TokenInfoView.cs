using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace WaiaaS.Formatting;

/// <summary>
/// How an info is shown. The view comes with the first info and not with the import, which a restrictive execution policy
/// would refuse as a whole. Where the view may not be loaded, the info itself says which of its properties to show.
/// </summary>
internal static class TokenInfoView
{
    private const string FormatFile = "WaiaaS.Format.ps1xml";

    // Up to four properties are shown as a table.
    private static readonly string[] DefaultProperties =
        [nameof(TokenInfo.Wallet), nameof(TokenInfo.State), nameof(TokenInfo.TimeLeft), nameof(TokenInfo.Protection)];

    // Each runspace has views of its own.
    private static readonly ConditionalWeakTable<Runspace, string> Runspaces = new();

    /// <summary>A new info, ready to be put out; once for each.</summary>
    public static PSObject Of(TokenInfo info)
    {
        if (Runspace.DefaultRunspace is { } runspace && !Runspaces.TryGetValue(runspace, out _))
        {
            Runspaces.Add(runspace, FormatFile);
            Load();
        }

        // Also where the view is there: the info may go to a runspace that has none.
        PSObject shown = PSObject.AsPSObject(info);
        shown.Members.Add(new PSMemberSet("PSStandardMembers", [new PSPropertySet("DefaultDisplayPropertySet", DefaultProperties)]), preValidated: true);
        return shown;
    }

    private static void Load()
    {
        string path = Path.Combine(Path.GetDirectoryName(typeof(TokenInfoView).Assembly.Location) ?? string.Empty, FormatFile);
        using var powerShell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        powerShell.AddCommand(@"Microsoft.PowerShell.Utility\Update-FormatData")
            .AddParameter("AppendPath", WildcardPattern.Escape(path))
            .AddParameter("ErrorAction", ActionPreference.Ignore);

        // Whatever the user prefers for commands of their own.
        foreach (string common in new[] { "WhatIf", "Confirm", "Verbose", "Debug" })
            powerShell.AddParameter(common, false);
        try
        {
            powerShell.Invoke();
        }
        catch (RuntimeException)
        {
            // The execution policy, or a session without that command.
        }
    }
}
