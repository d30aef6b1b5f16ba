using System;
using System.Collections;
using System.Reflection;

namespace WaiaaS.Vault;

/// <summary>
/// Makes SecretManagement's own description of a secret. Its assembly is there when it calls, and no reference: the module
/// works without it.
/// </summary>
internal static class SecretInformation
{
    private const string Namespace = "Microsoft.PowerShell.SecretManagement.";
    private const string SecretType = "SecureString";

    /// <summary>What is known of a token, never the token.</summary>
    public static object Of(TokenInfo info, string name, string vault)
    {
        Type type = Find("SecretInformation", vault);
        object secretType = Enum.Parse(Find("SecretType", vault), SecretType);
        return Activator.CreateInstance(type, name, secretType, vault, MetadataOf(info))!;
    }

    /// <summary>Whether the metadata of a secret has an entry of this name, in any case.</summary>
    public static bool IsMetadata(string name)
    {
        foreach (string known in new[] { nameof(TokenInfo.State), nameof(TokenInfo.ExpiresAt), nameof(TokenInfo.IssuedAt), nameof(TokenInfo.SessionId), nameof(TokenInfo.LastWriteTime), nameof(TokenInfo.Path) })
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // SecretManagement knows strings, numbers and DateTime. Local times, because a DateTime compares without its time zone,
    // and users compare with Get-Date.
    private static Hashtable MetadataOf(TokenInfo info)
    {
        var metadata = new Hashtable(StringComparer.OrdinalIgnoreCase) { [nameof(info.State)] = info.State.ToString(), [nameof(info.Path)] = info.Path };
        Add(metadata, nameof(info.ExpiresAt), info.ExpiresAt?.LocalDateTime);
        Add(metadata, nameof(info.IssuedAt), info.IssuedAt?.LocalDateTime);
        Add(metadata, nameof(info.SessionId), info.SessionId);
        Add(metadata, nameof(info.LastWriteTime), info.LastWriteTime?.LocalDateTime);
        return metadata;
    }

    private static void Add(Hashtable metadata, string name, object? value)
    {
        if (value is not null)
            metadata[name] = value;
    }

    private static Type Find(string name, string vault)
    {
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetType(Namespace + name, throwOnError: false) is { } type)
                return type;
        }

        throw VaultException.SecretManagementMissing(vault);
    }
}
