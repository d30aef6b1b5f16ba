using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
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
        foreach (string id in Wallets(fakeBoundParameters?["DataDir"] as string))
        {
            if (id.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                yield return new CompletionResult(id);
        }
    }

    // A completer that fails shows nothing: the user is still typing.
    private static List<string> Wallets(string? dataDir)
    {
        try
        {
            string directory = FileSystemPath.Resolve(
                Runspace.DefaultRunspace.SessionStateProxy.Path, DataDirectory.Find(dataDir));
            return WalletIds.In(directory);
        }
        catch (TokenException)
        {
            return [];
        }
    }
}
