using System.Collections;
using System.Management.Automation;
using System.Security;

namespace WaiaaS.Extension;

// Names, parameters and results are SecretManagement's contract for a vault extension.

/// <summary>Reads a token as a secret.</summary>
[Cmdlet(VerbsCommon.Get, "Secret")]
[OutputType(typeof(SecureString))]
public sealed class GetSecretCommand : VaultCommandBase
{
    /// <summary>The secret: a wallet id, or <c>mcp-token</c> for the default token.</summary>
    [Parameter]
    public string? Name { get; set; }
}

/// <summary>Lists the tokens as secrets, without showing them.</summary>
[Cmdlet(VerbsCommon.Get, "SecretInfo")]
public sealed class GetSecretInfoCommand : VaultCommandBase
{
    /// <summary>Which secrets: a name, which may have wildcards. Default: all.</summary>
    [Parameter]
    public string? Filter { get; set; }
}

/// <summary>Writes a token that was given as a secret.</summary>
[Cmdlet(VerbsCommon.Set, "Secret")]
[OutputType(typeof(void))]
public sealed class SetSecretCommand : VaultCommandBase
{
    /// <summary>The secret: a wallet id, or <c>mcp-token</c> for the default token.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The token: a string or a secure string.</summary>
    [Parameter]
    public object? Secret { get; set; }

    /// <summary>Metadata, for which a token file has no place.</summary>
    /// <remarks>Without this parameter SecretManagement would write the token first, and remove it when it finds that its
    /// metadata cannot be kept.</remarks>
    [Parameter]
    public Hashtable? Metadata { get; set; }
}

/// <summary>Removes a token that was named as a secret.</summary>
[Cmdlet(VerbsCommon.Remove, "Secret")]
[OutputType(typeof(void))]
public sealed class RemoveSecretCommand : VaultCommandBase
{
    /// <summary>The secret: a wallet id, or <c>mcp-token</c> for the default token.</summary>
    [Parameter]
    public string? Name { get; set; }
}

/// <summary>Answers whether the vault is registered rightly and its directory can be listed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SecretVault")]
[OutputType(typeof(bool))]
public sealed class TestSecretVaultCommand : VaultCommandBase;
