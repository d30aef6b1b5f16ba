using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace WaiaaS.Formatting;

/// <summary>
/// How an info is shown. The view comes with the first info and not with the import, which a restrictive execution policy
/// would refuse as a whole. If the view may not be loaded, the runspace knows which properties to show; if the command for
/// that is missing too, or the info may be shown in another runspace, the info has them.
/// </summary>
internal static class TokenInfoView
{
    private const string FormatFile = "WaiaaS.Format.ps1xml";

    // Up to four properties are shown as a table.
    private static readonly string[] DefaultProperties =
        [nameof(TokenInfo.Wallet), nameof(TokenInfo.State), nameof(TokenInfo.TimeLeft), nameof(TokenInfo.Protection)];

    // Each runspace has views and types of its own; the value is whether it knows the properties.
    private static readonly ConditionalWeakTable<Runspace, object> Runspaces = new();

    /// <summary>A new info, ready to be put out; once for each.</summary>
    public static object Of(TokenInfo info)
    {
        if (IsKnownHere())
            return info;
        PSObject shown = PSObject.AsPSObject(info);
        shown.Members.Add(new PSMemberSet("PSStandardMembers", [new PSPropertySet("DefaultDisplayPropertySet", DefaultProperties)]), preValidated: true);
        return shown;
    }

    private static bool IsKnownHere()
    {
        if (Runspace.DefaultRunspace is not { } runspace)
            return false;
        if (Runspaces.TryGetValue(runspace, out object known))
            return (bool)known;

        // Before the commands run: they must not come back here.
        Runspaces.Add(runspace, false);
        string path = Path.Combine(Path.GetDirectoryName(typeof(TokenInfoView).Assembly.Location) ?? string.Empty, FormatFile);
        _ = TryRun("Update-FormatData", ("AppendPath", WildcardPattern.Escape(path)));

        // The first runspace of a process shows its infos itself; those of ForEach-Object -Parallel, for one, are shown elsewhere.
        bool isKnown = runspace.Id == 1
            && TryRun("Update-TypeData", ("TypeName", typeof(TokenInfo).FullName!), ("DefaultDisplayPropertySet", DefaultProperties), ("Force", true));
        Runspaces.Remove(runspace);
        Runspaces.Add(runspace, isKnown);
        return isKnown;
    }

    private static bool TryRun(string command, params (string Name, object Value)[] parameters)
    {
        using var powerShell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        powerShell.AddCommand(@"Microsoft.PowerShell.Utility\" + command).AddParameter("ErrorAction", ActionPreference.Ignore);
        foreach ((string name, object value) in parameters)
            powerShell.AddParameter(name, value);

        // Whatever the user prefers for commands of their own.
        foreach (string common in new[] { "WhatIf", "Confirm", "Verbose", "Debug" })
            powerShell.AddParameter(common, false);
        try
        {
            powerShell.Invoke();
            return !powerShell.HadErrors;
        }
        catch (RuntimeException)
        {
            // The execution policy, or a session without that command.
            return false;
        }
    }
}
