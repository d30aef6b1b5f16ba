using System.Collections;

// The real types come with SecretManagement, which no package source has. They are looked up by these names.
#pragma warning disable IDE0130 // Namespace does not match the folder
namespace Microsoft.PowerShell.SecretManagement;
#pragma warning restore IDE0130

/// <summary>What a secret is made of; the members that the vault uses.</summary>
public enum SecretType
{
    Unknown = 0,
    SecureString = 3,
}

/// <summary>What a vault tells of a secret.</summary>
public sealed class SecretInformation(string name, SecretType type, string vaultName, Hashtable metadata)
{
    public string Name { get; } = name;

    public SecretType Type { get; } = type;

    public string VaultName { get; } = vaultName;

    public Hashtable Metadata { get; } = metadata;
}
