using System;
using System.Collections.Generic;
using System.Security;
using WaiaaS.Daemon.Requests;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>What is wanted of a new session.</summary>
internal sealed class SessionWish
{
    /// <summary>The longest lifetime that the daemon takes: 365 days. The shortest: 5 minutes.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    /// <summary>The shortest lifetime that the daemon takes: 5 minutes.</summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Ids or names of wallets; empty for all active ones.</summary>
    public IReadOnlyList<string> Wallets { get; set; } = [];

    /// <summary>How long the token is to last; null for ever.</summary>
    public TimeSpan? Lifetime { get; set; }

    /// <summary>A token that lasts so long and that the daemon accepts stays.</summary>
    public TimeSpan MinimumLifetime { get; set; }

    /// <summary>Whether a session is created whatever is there.</summary>
    public bool Force { get; set; }

    /// <summary>Whether the session of the token that is replaced goes on.</summary>
    public bool KeepOldSession { get; set; }

    /// <summary>Where the token of wallets with these ids goes.</summary>
    public Func<IReadOnlyList<string>, TokenLocation> Locate { get; set; } = null!;

    /// <summary>The master password, asked for when it is needed.</summary>
    public Func<SecureString> Password { get; set; } = null!;

    /// <summary>Whether to go on, asked once it is known for which file.</summary>
    public Func<string, bool> Confirm { get; set; } = null!;
}

/// <summary>
/// Creates a session and puts its token in place, in an order in which nothing is lost: the file can be written, the
/// daemon is asked, the token is written and read back, the session that it replaces is revoked.
/// </summary>
internal sealed class SessionIssuer(DaemonConnection connection, TokenStore store, ITokenLogger logger)
{
    /// <summary>Does it.</summary>
    /// <returns>What is known of the token in place; null where the user did not want to go on.</returns>
    /// <exception cref="TokenException"/>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public TokenInfo? Issue(SessionWish wish)
    {
        string? path = null;
        try
        {
            IReadOnlyList<string> wallets = new WalletNames(connection, wish.Password).Resolve(wish.Wallets);
            TokenLocation location = wish.Locate(wallets);
            path = location.FullPath;
            TokenBefore before = default;
            using (Token? current = TryRead(location))
            {
                if (current is not null)
                {
                    GetConnectInfo? accepted = Ask(current, path, out string? refusal);
                    if (!wish.Force && accepted is not null && IsEnough(current, accepted, wallets, wish, path))
                        return store.Inspect(location);

                    // A session whose tokens were made with an old key goes on without them, and counts against the limit.
                    string? session = RenewableClaims.Of(current).SessionId;
                    before = new TokenBefore(session, refusal == Codes.InvalidToken ? session : accepted?.SessionId);
                }
            }

            SecureString password = wish.Password();
            if (!wish.Confirm(path))
                return null;
            store.EnsureWritable(location);
            return Replace(location, wallets, password, wish, before);
        }
        catch (DaemonException failure)
        {
            throw failure.For(path, Messages.NoSession);
        }
        catch (TokenException failure) when (path is not null && failure.Path is null)
        {
            throw failure.At(path);
        }
    }

    private TokenInfo Replace(TokenLocation location, IReadOnlyList<string> wallets, SecureString password, SessionWish wish, TokenBefore before)
    {
        long? seconds = wish.Lifetime is { } lifetime ? (long)lifetime.TotalSeconds : null;
        using IssuedToken issued = Create(password, wallets, seconds, location.FullPath);
        var replacement = new SessionReplacement(connection, location, issued, logger);
        return replacement.Finish(password, before, endReplaced: !wish.KeepOldSession);
    }

    private IssuedToken Create(SecureString password, IReadOnlyList<string> wallets, long? seconds, string path)
    {
        try
        {
            return CreateSession.Send(connection, password, wallets, seconds);
        }
        catch (DaemonException failure) when (failure.IsOutcomeUnknown)
        {
            throw failure.For(path, Messages.CreationUnknown);
        }
    }

    private Token? TryRead(TokenLocation location)
    {
        try
        {
            return store.Read(location);
        }
        catch (TokenException)
        {
            // What cannot be read is replaced, or the check of the write reports it.
            return null;
        }
    }

    private GetConnectInfo? Ask(Token token, string path, out string? code)
    {
        code = null;
        try
        {
            return GetConnectInfo.Send(connection, token);
        }
        catch (DaemonException refusal) when (Codes.RefusesToken(refusal.Code))
        {
            code = refusal.Code;
            logger.Verbose(Messages.NotAccepted(path, code!));
            return null;
        }
    }

    private bool IsEnough(Token token, GetConnectInfo session, IReadOnlyList<string> wallets, SessionWish wish, string path)
    {
        if (!new HashSet<string>(session.WalletIds, StringComparer.OrdinalIgnoreCase).SetEquals(wallets))
        {
            logger.Verbose(Messages.OtherWallets(path));
            return false;
        }

        DateTimeOffset? expiry = TokenClaims.Read(token)?.ExpiresAt;
        if (expiry - DateTimeOffset.UtcNow < wish.MinimumLifetime)
        {
            logger.Verbose(Messages.TooShort(path, expiry!.Value, wish.MinimumLifetime));
            return false;
        }

        logger.Verbose(Messages.NothingToCreate(path, expiry));
        return true;
    }
}
