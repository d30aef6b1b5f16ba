using System;
using System.Collections;
using System.Linq;
using System.Net;
using System.Security;
using Microsoft.PowerShell.SecretManagement;
using WaiaaS.Tests.Infrastructure;

namespace WaiaaS.Tests.Vault;

/// <summary>A registered vault as SecretManagement 1.1.2 calls it: by name, inside the module, with one table of parameters.</summary>
internal sealed class VaultSession : IDisposable
{
    public const string Name = "waiaas";

    // Of its RunCommandScript, without the Verbose message, whose cmdlet this engine has not.
    private const string Call = """
        $module = Microsoft.PowerShell.Core\Get-Module -Name WaiaaS -ErrorAction Ignore
        & $module "WaiaaS.Extension\$command" @parameters
        """;

    private readonly Engine _engine = new();
    private readonly Hashtable _vaultParameters;

    /// <summary>A vault of one data directory.</summary>
    public VaultSession(string dataDirectory)
        : this(new Hashtable { ["DataDir"] = dataDirectory })
    {
    }

    /// <summary>A vault that was registered with these parameters.</summary>
    public VaultSession(Hashtable vaultParameters) => _vaultParameters = vaultParameters;

    /// <summary>Whether the user gave <c>-Verbose</c>.</summary>
    public bool Verbose { get; init; }

    public Engine.Outcome Get(string name) => Invoke("Get-Secret", new() { ["Name"] = name });

    /// <summary>The secret as text.</summary>
    public string GetText(string name) => new NetworkCredential(string.Empty, (SecureString)Get(name).Output.Single()).Password;

    /// <summary>SecretManagement passes an empty table where the user gives no metadata.</summary>
    public Engine.Outcome Set(string name, object? secret, Hashtable? metadata = null) =>
        Invoke("Set-Secret", new() { ["Name"] = name, ["Secret"] = secret, ["Metadata"] = metadata ?? [] });

    public Engine.Outcome Remove(string name) => Invoke("Remove-Secret", new() { ["Name"] = name });

    public Engine.Outcome GetInfo(string filter = "*") => Invoke("Get-SecretInfo", new() { ["Filter"] = filter });

    /// <summary>The names that the vault lists.</summary>
    public string[] Names(string filter = "*") => [.. GetInfo(filter).Output.Cast<SecretInformation>().Select(info => info.Name)];

    public Engine.Outcome Test() => Invoke("Test-SecretVault", []);

    public void Dispose() => _engine.Dispose();

    private Engine.Outcome Invoke(string command, Hashtable parameters)
    {
        parameters["VaultName"] = Name;
        parameters["AdditionalParameters"] = new Hashtable(_vaultParameters) { ["Verbose"] = Verbose };
        return _engine.With("command", command).With("parameters", parameters).Run(Call);
    }
}
