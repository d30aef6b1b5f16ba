using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;
using WaiaaS.Paths;

namespace WaiaaS.Parameters;

/// <summary>Completes <c>-WalletId</c> from the token files that are there.</summary>
public sealed class WalletIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        foreach (string id in Wallets(fakeBoundParameters?["DataDir"]))
        {
            if (id.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                yield return new CompletionResult(id);
        }
    }

    // The cmdlet knows where the data directory is; only inside a pipeline may the current location be asked for.
    private static List<string> Wallets(object? dataDir)
    {
        using var powerShell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        powerShell.AddCommand("WaiaaS\\Get-WaiaasTokenPath");
        if (dataDir is not null)
            powerShell.AddParameter("DataDir", dataDir);
        foreach (string path in powerShell.Invoke<string>())
            return WalletIds.In(Path.GetDirectoryName(path)!);
        return [];
    }
}
