using System;
using System.Management.Automation;

namespace WaiaaS.Vault;

/// <summary>An error that only a vault has, with its record.</summary>
internal sealed class VaultException : InvalidOperationException
{
    private readonly string _id;
    private readonly ErrorCategory _category;
    private readonly object? _target;

    private VaultException(string id, ErrorCategory category, object? target, string message)
        : base(message)
    {
        _id = id;
        _category = category;
        _target = target;
    }

    /// <summary>The record of this error.</summary>
    public ErrorRecord Record => new(this, _id, _category, _target);

    public static VaultException SecretNotText(string vault, string name, string type) =>
        new("SecretTypeNotSupported", ErrorCategory.InvalidType, name, Messages.SecretNotText(name, vault, type));

    public static VaultException MetadataRefused(string vault, string name, string keys) =>
        new("SecretMetadataNotSupported", ErrorCategory.NotImplemented, name, Messages.MetadataRefused(name, vault, keys));

    public static VaultException DirectoryIsFile(string vault, string directory) =>
        new("DataDirectoryInvalid", ErrorCategory.InvalidData, directory, Messages.DirectoryIsFile(vault, directory));

    public static VaultException SecretManagementMissing(string vault) =>
        new("SecretManagementMissing", ErrorCategory.NotInstalled, vault, Messages.SecretManagementMissing);

    public static VaultException ParameterInvalid(string target, string message) =>
        new("VaultParameterInvalid", ErrorCategory.InvalidArgument, target, message);
}
