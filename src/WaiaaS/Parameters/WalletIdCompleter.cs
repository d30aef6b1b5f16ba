using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace WaiaaS.Parameters;

/// <summary>Completes <c>-WalletId</c> from the token files that are there.</summary>
public sealed class WalletIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        List<string> ids = Wallets(fakeBoundParameters?["DataDir"]);
        ids.RemoveAll(id => !id.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
        ids.Sort(StringComparer.OrdinalIgnoreCase);
        return ids.ConvertAll(id => new CompletionResult(Quoted(id), id, CompletionResultType.ParameterValue, id));
    }

    // The cmdlet knows where the data directory is; only inside a pipeline may the current location be asked for.
    private static List<string> Wallets(object? dataDir)
    {
        using var powerShell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        powerShell.AddCommand("WaiaaS\\Get-WaiaasTokenPath").AddParameter("ErrorAction", ActionPreference.Ignore);
        if (dataDir is not null)
            powerShell.AddParameter("DataDir", dataDir);
        try
        {
            var ids = new List<string>();
            foreach (string path in powerShell.Invoke<string>())
                ids.AddRange(TokenStore.ListWallets(Path.GetDirectoryName(path)!));
            return ids;
        }
        catch (TokenException)
        {
            // The user is still typing: the command itself will say what is wrong.
            return [];
        }
    }

    // PowerShell takes '-x' for a parameter, and in a list 1e3 for 1000.
    private static string Quoted(string id) => char.IsLetter(id[0]) ? id : "'" + id + "'";
}
