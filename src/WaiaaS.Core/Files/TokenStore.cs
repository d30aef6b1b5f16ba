using System;
using System.IO;
using System.Security;
using System.Threading;
using WaiaaS.Paths;
using WaiaaS.Posix;
using WaiaaS.Tokens;
using WaiaaS.Windows;

namespace WaiaaS.Files;

/// <summary>The module's operations on token files: what a cmdlet calls.</summary>
internal sealed class TokenStore
{
    private static readonly ITokenFileSystem FileSystem =
        Path.DirectorySeparatorChar == '\\' ? new WindowsFileSystem() : new PosixFileSystem();

    private readonly ITokenObserver _observer;
    private readonly CancellationToken _cancellation;
    private TokenRemover? _remover;

    /// <param name="observer">Hears warnings and what happens.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public TokenStore(ITokenObserver observer, CancellationToken cancellation)
    {
        _observer = observer;
        _cancellation = cancellation;
    }

    private TokenReader Reader => new(FileSystem, _observer, Retry);

    // One for all tokens of a pipeline: it lists a directory once.
    private TokenRemover Remover => _remover ??= new TokenRemover(FileSystem, _observer, Retry);

    private RetryPolicy Retry => new(RetryPolicy.DefaultRetries, _cancellation);

    /// <summary>Checks a token that is to be written; the caller disposes of it. No file is touched.</summary>
    /// <param name="location">Where it is to go.</param>
    /// <param name="secret">What the caller gave.</param>
    /// <exception cref="TokenException"><see cref="TokenError.TokenInputInvalid"/> or <see cref="TokenError.TokenTooLarge"/>.</exception>
    public Token Check(TokenLocation location, SecureString secret)
    {
        Token? token = Parse(secret, out TokenFlaw flaw);
        if (token is null)
            throw Reject(location, flaw);

        TokenClaims? claims = TokenClaims.Read(token);
        if (claims is null)
            _observer.Warning(Messages.PayloadIsNotJson(location.FullPath));
        else if (claims.IsExpiryUnreadable)
            _observer.Warning(Messages.ExpiryIsNoTime(location.FullPath));
        else if (claims.ExpiresAt <= DateTimeOffset.UtcNow)
            _observer.Warning(Messages.TokenExpired(location.FullPath, claims.ExpiresAt.Value));
        if (!token.IsComplete)
            _observer.Warning(Messages.InputLooksCut);
        return token;
    }

    private static Token? Parse(SecureString secret, out TokenFlaw flaw)
    {
        try
        {
            return Token.FromSecureString(secret, out flaw);
        }
        catch (ObjectDisposedException)
        {
            flaw = TokenFlaw.Disposed;
            return null;
        }
    }

    /// <summary>The error for something that is no token.</summary>
    public static TokenException Reject(TokenLocation location, TokenFlaw flaw) => flaw == TokenFlaw.TooLarge
        ? new TokenException(TokenError.TokenTooLarge, location.FullPath, Messages.InputTooLarge(location.FullPath))
        : new TokenException(TokenError.TokenInputInvalid, location.FullPath, Messages.TokenInputInvalid(location.FullPath, flaw));

    /// <summary>Writes a token.</summary>
    /// <param name="location">Where to.</param>
    /// <param name="token">What <see cref="Check"/> gave.</param>
    /// <param name="maximumRetries">How often a rename is tried again on Windows while another process holds the file.</param>
    /// <exception cref="TokenException">See <see cref="TokenWriter.Write"/>.</exception>
    public void Write(TokenLocation location, Token token, int maximumRetries) =>
        new TokenWriter(FileSystem, _observer, new RetryPolicy(maximumRetries, _cancellation)).Write(location, token, _cancellation);

    /// <summary>Reads a token; the caller disposes of it.</summary>
    /// <param name="location">Where from.</param>
    /// <exception cref="TokenException">Every way in which that can fail.</exception>
    public Token Read(TokenLocation location) => Reader.Read(location, _cancellation);

    /// <summary>Tells what a token file is good for.</summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="TokenException">There is none, or the file system failed.</exception>
    public TokenInfo Inspect(TokenLocation location) => new TokenInspector(Reader).Inspect(location, _cancellation);

    /// <summary>Fails as <see cref="Remove"/> would where there is no token or something else in its place. Touches nothing.</summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="TokenException">What <see cref="Remove"/> would say.</exception>
    public void CheckRemoval(TokenLocation location) => Remover.Check(location);

    /// <summary>Removes a token.</summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="TokenException">See <see cref="TokenRemover.Remove"/>.</exception>
    public void Remove(TokenLocation location) => Remover.Remove(location);

    /// <summary>Reads a wallet's token, or the default one where the wallet has none of its own.</summary>
    /// <param name="wallet">The wallet's.</param>
    /// <param name="fallback">The default one of the same data directory.</param>
    /// <exception cref="TokenException">Every way in which that can fail.</exception>
    public Token ReadWithFallback(TokenLocation wallet, TokenLocation fallback)
    {
        try
        {
            return Read(wallet);
        }
        catch (TokenException missing) when (missing.Error == TokenError.TokenNotFound)
        {
            _observer.Verbose(Messages.FallsBack(wallet.FullPath, fallback.FullPath));
        }

        try
        {
            return Read(fallback);
        }
        catch (TokenException missing) when (missing.Error == TokenError.TokenNotFound)
        {
            throw new TokenException(
                TokenError.TokenNotFound, wallet.FullPath, Messages.NeitherTokenFound(wallet.FullPath, fallback.FullPath));
        }
    }
}
