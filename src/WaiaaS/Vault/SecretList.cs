using System;
using System.Collections.Generic;
using System.Management.Automation;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Vault;

/// <summary>The list of a vault's secrets: the default token, then the wallets by their ids.</summary>
internal sealed class SecretList(VaultSession session, string dataDirectory)
{
    // A wallet of this name has a token file like any other, but is no secret: its name is taken.
    private const string DefaultTokenName = "mcp-token";

    /// <summary>Whether a secret's name is the default token's.</summary>
    public static bool IsDefault(string name) => name.Equals(DefaultTokenName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts out what is known of each secret whose name fits.</summary>
    /// <param name="filter">A name with wildcards; null or empty for all. SecretManagement passes any name on, such as one with
    /// half a bracket, which fits nothing.</param>
    public void Write(string? filter)
    {
        var pattern = new WildcardPattern(string.IsNullOrEmpty(filter) ? "*" : filter, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        if (!IsPattern(pattern))
            return;
        using TokenReader reader = session.Store.OpenReader();
        if (pattern.IsMatch(DefaultTokenName))
            Write(reader, DefaultTokenName, TokenLocation.InDataDirectory(dataDirectory, null));

        // SecretManagement gives up the whole list when two names differ in case alone.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { DefaultTokenName };
        foreach (string id in TokenStore.ListWallets(dataDirectory))
        {
            if (!pattern.IsMatch(id))
                continue;
            if (taken.Add(id))
                Write(reader, id, TokenLocation.InDataDirectory(dataDirectory, id));
            else
                session.Cmdlet.WriteWarning(Messages.SecretNameTaken(session.VaultName, id));
        }
    }

    /// <summary>Fails where the list cannot be made.</summary>
    /// <exception cref="TokenException">The directory cannot be opened or listed.</exception>
    public void Check()
    {
        using TokenReader reader = session.Store.OpenReader();
        try
        {
            reader.Inspect(TokenLocation.InDataDirectory(dataDirectory, null));
        }
        catch (TokenException error) when (error.Error == TokenError.TokenNotFound)
        {
            // A vault without a default token is as good as any.
        }

        _ = TokenStore.ListWallets(dataDirectory);
    }

    private void Write(TokenReader reader, string name, TokenLocation location) => session.Try(() =>
    {
        try
        {
            session.Cmdlet.WriteObject(SecretInformation.Of(reader.Inspect(location), name, session.VaultName));
        }
        catch (TokenException error) when (error.Error == TokenError.TokenNotFound)
        {
            // It was not there, or it was removed meanwhile.
        }
    });

    private static bool IsPattern(WildcardPattern pattern)
    {
        try
        {
            _ = pattern.IsMatch(string.Empty);
            return true;
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }
}
