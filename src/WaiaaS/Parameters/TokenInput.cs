using System.Runtime.CompilerServices;
using System.Security;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>
/// What is known of a secure string that <see cref="TokenTransformationAttribute"/> made, beside its characters.
/// A transformation can hand on only the string itself.
/// </summary>
internal sealed class TokenInput
{
    private static readonly ConditionalWeakTable<SecureString, TokenInput> Known = new();

    private TokenInput(bool made, TokenFlaw flaw, string? walletId)
    {
        Made = made;
        Flaw = flaw;
        WalletId = walletId;
    }

    /// <summary>Whether the transformation made the secure string, so that it is the cmdlet's to wipe.</summary>
    public bool Made { get; }

    /// <summary>Why the input was no token, where that could be told before its form was looked at.</summary>
    public TokenFlaw Flaw { get; }

    /// <summary>The <c>walletId</c> that came beside the token. PowerShell binds by property name only from the pipeline, and not from dictionaries.</summary>
    public string? WalletId { get; }

    /// <summary>Remembers something of a secure string for as long as that lives.</summary>
    public static SecureString Remember(SecureString secret, TokenFlaw flaw = TokenFlaw.None, string? walletId = null)
    {
        Known.Add(secret, new TokenInput(made: true, flaw, walletId));
        return secret;
    }

    /// <summary>Adds the wallet id that came with a secure string: to a copy, since the caller may use its own again.</summary>
    public static SecureString RememberWallet(SecureString secret, string? walletId)
    {
        SecureString ours = secret;
        if (Of(secret) is { Made: true })
            Known.Remove(secret);
        else
            ours = secret.Copy();
        return Remember(ours, walletId: walletId);
    }

    /// <summary>What is known; null for a secure string that came alone and from the caller.</summary>
    public static TokenInput? Of(SecureString secret) => Known.TryGetValue(secret, out TokenInput input) ? input : null;
}
