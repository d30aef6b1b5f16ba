using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Threading;

namespace WaiaaS.Extension;

/// <summary>What the five cmdlets share: the vault, and the call of the code that does the work.</summary>
/// <remarks>
/// The work is done in WaiaaS.dll, one folder up. It is found at the first call and not by a reference: this assembly is
/// imported before that one, and SecretManagement also imports it alone to look at the parameters.
/// </remarks>
public abstract class VaultCommandBase : PSCmdlet, IDisposable
{
    private const string WorkAssembly = "WaiaaS.dll";
    private const string WorkType = "WaiaaS.Vault.SecretVault";
    private const string ClassSuffix = "Command";

    private readonly CancellationTokenSource _stop = new();

    /// <summary>The name that the vault is registered by.</summary>
    [Parameter]
    public string? VaultName { get; set; }

    /// <summary>What the vault was registered with, and <c>Verbose</c>.</summary>
    [Parameter]
    public Hashtable? AdditionalParameters { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => FindWork()(this, _stop.Token);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C came when the cmdlet had just ended.
            return;
        }
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing) => _stop.Dispose();

    // The method that is called like the cmdlet, such as GetSecret.
    private Action<PSCmdlet, CancellationToken> FindWork()
    {
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(typeof(VaultCommandBase).Assembly.Location))!;
        string name = GetType().Name;
        MethodInfo work = Assembly.LoadFrom(Path.Combine(folder, WorkAssembly))
            .GetType(WorkType, throwOnError: true)!
            .GetMethod(name.Substring(0, name.Length - ClassSuffix.Length), BindingFlags.Static | BindingFlags.Public)!;
        return (Action<PSCmdlet, CancellationToken>)work.CreateDelegate(typeof(Action<PSCmdlet, CancellationToken>));
    }
}
