using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using System.Security;
using System.Threading;
using WaiaaS.Daemon;
using WaiaaS.Daemon.Requests;

namespace WaiaaS.Parameters;

/// <summary>
/// Completes <c>-WalletId</c> from the daemon's wallets where the master password is at hand, else from the token files
/// that are there.
/// </summary>
public sealed class WalletNameCompleter : IArgumentCompleter
{
    // A key was pressed, and someone waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return FromDaemon((wordToComplete ?? string.Empty).Trim('\'', '"'), fakeBoundParameters);
        }
        catch (TokenException)
        {
            return new WalletIdCompleter().CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<CompletionResult> FromDaemon(string typed, IDictionary? parameters)
    {
        using SecureString password = MasterPasswords.Find(null, parameters?["MasterPasswordPath"] as string, System.IO.Path.GetFullPath);
        using var connection = new DaemonConnection(DaemonAddress.Find(parameters?["Uri"]?.ToString()), Patience, CancellationToken.None);
        var results = new List<CompletionResult>();
        try
        {
            foreach (DaemonWallet wallet in ListWallets.Send(connection, password))
            {
                bool isMeant = wallet.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || wallet.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
                if (wallet.IsActive && wallet.Name.Length > 0 && isMeant)
                    results.Add(new CompletionResult(Quoted(wallet.Name), wallet.Name, CompletionResultType.ParameterValue, wallet.Id));
            }
        }
        catch (DaemonException failure)
        {
            throw failure.For(null);
        }

        return results;
    }

    // A name is anything: quotes, spaces, what PowerShell would run.
    private static string Quoted(string name) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
}
