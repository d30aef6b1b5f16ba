using System;
using System.Runtime.CompilerServices;
using System.Security;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>
/// What came to <c>-Token</c>: the secure string, and what <see cref="TokenTransformationAttribute"/> knows of it beside its
/// characters. A transformation can hand on only the string itself, so the rest waits in a side table.
/// </summary>
internal sealed class BoundToken : IDisposable
{
    private static readonly ConditionalWeakTable<SecureString, BoundToken> Known = new();

    private readonly SecureString _secret;
    private readonly TokenFormatError _error;
    private readonly bool _ownsSecret;
    private bool _isKept;

    private BoundToken(SecureString secret, bool ownsSecret, TokenFormatError error = TokenFormatError.None)
    {
        _secret = secret;
        _ownsSecret = ownsSecret;
        _error = error;
    }

    /// <summary>
    /// Where the object says that its token belongs; null where no object came. PowerShell binds by property name only from
    /// the pipeline, and not from dictionaries.
    /// </summary>
    public TokenDestination? Destination { get; private set; }

    /// <summary>The text itself where it is no token but could name a wallet, which belongs to another parameter; else null.</summary>
    public string? LooksLikeWallet { get; private set; }

    /// <summary>What is known of a bound secure string.</summary>
    /// <param name="secret">What PowerShell bound.</param>
    /// <param name="isKept">Whether it is needed for further objects of the pipeline, so that disposal leaves it.</param>
    public static BoundToken For(SecureString secret, bool isKept)
    {
        if (!Known.TryGetValue(secret, out BoundToken input))
            input = new BoundToken(secret, ownsSecret: false);
        input._isKept = isKept;
        return input;
    }

    /// <summary>Remembers a secure string that the transformation made, for as long as it lives.</summary>
    public static SecureString Remember(
        SecureString secret, TokenFormatError error = TokenFormatError.None, string? looksLikeWallet = null)
    {
        Known.Add(secret, new BoundToken(secret, ownsSecret: true, error) { LooksLikeWallet = looksLikeWallet });
        return secret;
    }

    /// <summary>Adds where the token of an object belongs: to a copy of a caller's secure string, which may be used again.</summary>
    public static SecureString RememberDestination(SecureString secret, TokenDestination destination)
    {
        if (!Known.TryGetValue(secret, out _))
            secret = Remember(secret.Copy());
        if (Known.TryGetValue(secret, out BoundToken input))
            input.Destination = destination;
        return secret;
    }

    /// <summary>Checks the token; the caller disposes of it.</summary>
    /// <param name="path">Where it is to go, for the error.</param>
    /// <exception cref="TokenException"><see cref="TokenError.TokenInputInvalid"/> or <see cref="TokenError.TokenTooLarge"/>.</exception>
    public Token Parse(string path) => _error == TokenFormatError.None ? Token.Parse(_secret, path) : throw Token.InvalidInput(_error, path);

    /// <summary>Wipes the secret if the transformation made it. What the caller made is the caller's.</summary>
    public void Dispose()
    {
        if (_ownsSecret && !_isKept)
            _secret.Dispose();
    }
}
