using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Vault;

/// <summary>
/// The tokens of a data directory as secrets of SecretManagement: what the five cmdlets of WaiaaS.Extension do, which find
/// these methods by their names. Each call is one of SecretManagement's, which would replace what is thrown with a text of
/// its own: errors are written.
/// </summary>
internal static class SecretVault
{
    /// <summary>Gives the token of one name and no other. SecretManagement asks every vault for names that no token has.</summary>
    public static void GetSecret(PSCmdlet cmdlet, CancellationToken cancellation) => VaultSession.Run(cmdlet, session =>
    {
        string name = session.Argument<string>("Name") ?? string.Empty;
        try
        {
            using Token token = session.Store.Read(LocationOf(session, name));
            cmdlet.WriteObject(token.ToSecureString());
        }
        catch (TokenException error) when (error.Error is TokenError.TokenNotFound or TokenError.WalletIdInvalid)
        {
            session.Verbose(Messages.NoSuchSecret(session.VaultName, name, error.Message));
        }
    }, cancellation);

    /// <summary>Lists the tokens whose names fit.</summary>
    public static void GetSecretInfo(PSCmdlet cmdlet, CancellationToken cancellation) => VaultSession.Run(cmdlet, session =>
        new SecretList(session, VaultParameters.DataDirectory(session)).Write(session.Argument<string>("Filter")), cancellation);

    /// <summary>Writes a token.</summary>
    public static void SetSecret(PSCmdlet cmdlet, CancellationToken cancellation) => VaultSession.Run(cmdlet, session =>
    {
        string name = session.Argument<string>("Name") ?? string.Empty;
        object? secret = session.Argument<object>("Secret");
        if (secret is not string and not SecureString)
            throw VaultException.SecretNotText(session.VaultName, name, secret?.GetType().Name ?? "null");
        if (session.Argument<IDictionary>("Metadata") is { Count: > 0 } metadata)
            RefuseForeign(metadata, session, name);
        TokenLocation location = LocationOf(session, name);
        using Token token = secret is string text ? Token.Parse(text, location.FullPath) : Token.Parse((SecureString)secret, location.FullPath);
        session.Store.Write(location, token, RetryPolicy.DefaultRetries);
    }, cancellation);

    /// <summary>Removes one token.</summary>
    public static void RemoveSecret(PSCmdlet cmdlet, CancellationToken cancellation) => VaultSession.Run(cmdlet, session =>
        session.Store.Remove(LocationOf(session, session.Argument<string>("Name") ?? string.Empty)), cancellation);

    /// <summary>Answers whether the vault is registered rightly and its directory can be listed. A token that is no good is not
    /// the vault's fault.</summary>
    public static void TestSecretVault(PSCmdlet cmdlet, CancellationToken cancellation) => cmdlet.WriteObject(
        VaultSession.Run(cmdlet, session =>
        {
            // One that is not there yet comes with the first token; a file in its place looks the same to some systems.
            string directory = VaultParameters.DataDirectory(session);
            if (File.Exists(directory))
                throw VaultException.DirectoryIsFile(session.VaultName, directory);
            new SecretList(session, directory).Check();
        }, cancellation));

    private static TokenLocation LocationOf(VaultSession session, string name) =>
        TokenLocation.InDataDirectory(VaultParameters.DataDirectory(session), SecretList.IsDefault(name) ? null : name);

    // Metadata copied from another WaiaaS vault is derived from the token, so it is ignored.
    private static void RefuseForeign(IDictionary metadata, VaultSession session, string name)
    {
        string foreign = string.Empty;
        foreach (object key in metadata.Keys)
        {
            string text = LanguagePrimitives.ConvertTo<string>(key);
            if (!SecretInformation.IsMetadata(text))
                foreign += foreign.Length == 0 ? text : ", " + text;
        }

        if (foreign.Length > 0)
            throw VaultException.MetadataRefused(session.VaultName, name, foreign);
        session.Verbose(Messages.MetadataFromToken(name));
    }
}
