using System;
using System.Collections;
using System.Management.Automation;
using System.Threading;
using WaiaaS.Files;

namespace WaiaaS.Vault;

/// <summary>One call of a vault's cmdlet: what it was given, and how errors and messages reach the user.</summary>
internal sealed class VaultSession : ITokenLogger
{
    private const string VerbosePreference = "VerbosePreference";

    private readonly PSCmdlet _cmdlet;

    private VaultSession(PSCmdlet cmdlet, CancellationToken cancellation)
    {
        _cmdlet = cmdlet;
        Store = new TokenStore(this, cancellation);
    }

    public TokenStore Store { get; }

    /// <summary>The name that the vault is registered by.</summary>
    public string VaultName => Argument<string>("VaultName") ?? string.Empty;

    /// <summary>What the vault was registered with; empty where that is nothing.</summary>
    public IDictionary Parameters => Argument<IDictionary>("AdditionalParameters") ?? new Hashtable();

    public PSCmdlet Cmdlet => _cmdlet;

    /// <summary>Does the work of one call, and writes its error.</summary>
    /// <returns>Whether there was no error.</returns>
    public static bool Run(PSCmdlet cmdlet, Action<VaultSession> work, CancellationToken cancellation)
    {
        var session = new VaultSession(cmdlet, cancellation);
        try
        {
            return session.Try(() => work(session));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Does something, and writes its error.</summary>
    /// <returns>Whether there was no error.</returns>
    public bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (TokenException error)
        {
            _cmdlet.WriteError(ErrorRecords.From(error, Messages.CompleteForVault(error.Message, error.Remedy)));
        }
        catch (VaultException error)
        {
            _cmdlet.WriteError(error.Record);
        }

        return false;
    }

    /// <summary>An argument of the cmdlet; null where it was not given.</summary>
    public T? Argument<T>(string parameter)
        where T : class
    {
        _cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? value);
        return (value is PSObject wrapped ? wrapped.BaseObject : value) as T;
    }

    public void Warning(string message, Remedy remedy, string path) => _cmdlet.WriteWarning(Messages.CompleteForVault(message, remedy));

    /// <summary>
    /// Reports what happened if the user asked for it. SecretManagement passes its -Verbose on in a table and not as a
    /// parameter; the preference is checked before the first message.
    /// </summary>
    public void Verbose(string message)
    {
        if (!IsVerbose())
        {
            _cmdlet.WriteVerbose(message);
            return;
        }

        PSVariableIntrinsics variables = _cmdlet.SessionState.PSVariable;
        object before = variables.GetValue(VerbosePreference);
        variables.Set(VerbosePreference, ActionPreference.Continue);
        try
        {
            _cmdlet.WriteVerbose(message);
        }
        finally
        {
            variables.Set(VerbosePreference, before);
        }
    }

    private bool IsVerbose()
    {
        foreach (DictionaryEntry parameter in Parameters)
        {
            if (VaultParameters.IsCalled(parameter.Key, VaultParameters.Verbose))
                return LanguagePrimitives.IsTrue(parameter.Value);
        }

        return false;
    }
}
