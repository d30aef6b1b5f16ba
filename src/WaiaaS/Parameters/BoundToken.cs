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

    private BoundToken(SecureString secret, bool ownsSecret, TokenFormatError error = TokenFormatError.None, string? walletId = null)
    {
        _secret = secret;
        _ownsSecret = ownsSecret;
        _error = error;
        WalletId = walletId;
    }

    /// <summary>The <c>walletId</c> that came beside the token. PowerShell binds by property name only from the pipeline, and not from dictionaries.</summary>
    public string? WalletId { get; private set; }

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
    public static SecureString Remember(SecureString secret, TokenFormatError error = TokenFormatError.None, string? walletId = null)
    {
        Known.Add(secret, new BoundToken(secret, ownsSecret: true, error, walletId));
        return secret;
    }

    /// <summary>Adds the wallet id that came with a secure string: to a copy, since the caller may use its own again.</summary>
    public static SecureString RememberWallet(SecureString secret, string? walletId)
    {
        if (!Known.TryGetValue(secret, out BoundToken input))
            return Remember(secret.Copy(), walletId: walletId);
        input.WalletId = walletId;
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
