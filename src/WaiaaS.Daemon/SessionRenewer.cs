using System;
using WaiaaS.Daemon.Requests;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>When a token is renewed.</summary>
internal sealed class RenewalWish
{
    /// <summary>A token is renewed when no more than so many hundredths of its lifetime are left, 1 to 50.</summary>
    public int RemainingPercent { get; set; }

    /// <summary>Whether the daemon is asked however much is left.</summary>
    public bool Force { get; set; }

    /// <summary>Whether to go on, asked once it is known that there is something to do.</summary>
    public Func<string, bool> Confirm { get; set; } = null!;
}

/// <summary>
/// Renews a token in time, in an order that cannot lose the token: the file can be written, the daemon is asked, the token
/// is written and read back. The daemon renews each token once, so the second program adopts what the first one wrote.
/// </summary>
internal sealed class SessionRenewer(DaemonConnection connection, TokenStore store, ITokenLogger logger, RenewalWish wish)
{
    // A program that renews a token writes it shortly after.
    private const int Looks = 8;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // Both times are whole seconds, and the daemon's clock goes on between them.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(5);

    private readonly IssuedTokenWriter _writer = new(logger);

    /// <summary>Does it.</summary>
    /// <returns>What is known of the token in place.</returns>
    /// <exception cref="TokenException"/>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public TokenInfo Renew(TokenLocation location)
    {
        using Token token = store.Read(location);
        var claims = RenewableClaims.Of(token);
        string path = location.FullPath;
        if (claims.NeverExpires)
            logger.Verbose(Messages.NeverExpires(path));
        else if (claims.SessionId is null)
            throw new TokenException(TokenError.SessionEnded, path, Messages.NamesNoSession(path), Remedy.CreateSession);
        else if (!wish.Force && !claims.IsDue(wish.RemainingPercent))
            logger.Verbose(Messages.NotDue(path, claims.ExpiresAt!.Value, claims.DueAt(wish.RemainingPercent)!.Value));
        else if (wish.Confirm(path))
            return Ask(location, token, claims);
        return store.Inspect(location);
    }

    private TokenInfo Ask(TokenLocation location, Token token, RenewableClaims claims)
    {
        store.EnsureWritable(location);
        try
        {
            using IssuedToken renewed = RenewSession.Send(connection, claims.SessionId!, token);
            return Write(location, renewed.Token, claims);
        }
        catch (DaemonException refusal) when (refusal.Code == Codes.RenewalNotRequired)
        {
            logger.Verbose(Messages.NeverExpires(location.FullPath));
            return store.Inspect(location);
        }
        catch (DaemonException refusal) when (refusal.Error == TokenError.SessionEnded)
        {
            return Adopt(location, token, claims, refusal) ?? throw Ended(location, claims, refusal);
        }
        catch (DaemonException refusal)
        {
            throw Explain(location, claims, refusal);
        }
    }

    private TokenInfo Write(TokenLocation location, Token renewed, RenewableClaims claims)
    {
        string path = location.FullPath;
        TokenInfo info;
        try
        {
            info = _writer.Write(location, renewed);
        }
        catch (TokenException failure) when (failure.Error != TokenError.TokenDurabilityUnknown && !IssuedTokenWriter.IsInPlace(location, renewed))
        {
            _writer.Replay();
            throw new TokenException(failure.Error, path, Messages.RenewedTokenLost(path, failure.Message, claims.ExpiresAt), Remedy.CreateSession);
        }

        bool inPlace = IssuedTokenWriter.IsInPlace(location, renewed);
        _writer.Replay();
        var now = RenewableClaims.Of(renewed);
        if (now.Lifetime + Rounding < claims.Lifetime)
            logger.Warning(Messages.EndsForGood(path, now.ExpiresAt!.Value), Remedy.CreateSession, path);
        logger.Verbose(inPlace ? Messages.Renewed(path, now.ExpiresAt) : Messages.OtherWrote(path));
        return inPlace ? info : store.Inspect(location);
    }

    // Another program may have replaced the token since it was read, or may have renewed it into another file.
    private TokenInfo? Adopt(TokenLocation location, Token token, RenewableClaims claims, DaemonException refusal)
    {
        int looks = refusal.Code == Codes.SessionRenewalMismatch ? Looks : 1;
        for (int look = 1; look <= looks; look++)
        {
            if (!IssuedTokenWriter.IsInPlace(location, token) && HasUsableToken(location))
            {
                logger.Verbose(Messages.OtherWrote(location.FullPath));
                return store.Inspect(location);
            }

            if (refusal.Code is Codes.SessionRenewalMismatch or Codes.TokenExpired && FindNewer(location, claims) is { } info)
                return info;
            if (look < looks && connection.Cancellation.WaitHandle.WaitOne(LookEvery))
                connection.Cancellation.ThrowIfCancellationRequested();
        }

        return null;
    }

    private TokenInfo? FindNewer(TokenLocation location, RenewableClaims claims)
    {
        foreach (TokenLocation other in TokenNeighbours.Of(location))
        {
            using Token? candidate = IssuedTokenWriter.TryRead(other);
            if (candidate is null || !RenewableClaims.Of(candidate).IsNewerThan(claims) || !IsAccepted(candidate))
                continue;
            TokenInfo info = _writer.Write(location, candidate);
            _writer.Replay();
            logger.Verbose(Messages.Adopted(location.FullPath, other.FullPath));
            return info;
        }

        return null;
    }

    private bool IsAccepted(Token token)
    {
        try
        {
            GetConnectInfo.Send(connection, token);
            return true;
        }
        catch (DaemonException refusal) when (Codes.RefusesToken(refusal.Code))
        {
            return false;
        }
    }

    private static bool HasUsableToken(TokenLocation location)
    {
        using Token? token = IssuedTokenWriter.TryRead(location);
        return token is not null && !RenewableClaims.Of(token).HasExpired;
    }

    private static TokenException Ended(TokenLocation location, RenewableClaims claims, DaemonException refusal)
    {
        string path = location.FullPath;
        string reason = Messages.WhyEnded(refusal.Code!);
        string message = Codes.RefusesToken(refusal.Code) || claims.HasExpired
            ? Messages.SessionEnded(path, reason)
            : Messages.SessionEndsAt(path, reason, claims.ExpiresAt!.Value);
        return new TokenException(TokenError.SessionEnded, path, message, Remedy.CreateSession);
    }

    private static TokenException Explain(TokenLocation location, RenewableClaims claims, DaemonException refusal)
    {
        string path = location.FullPath;
        if (refusal.Error == TokenError.RenewalTooEarly && claims.DueAt(50) is { } half)
            return new TokenException(refusal.Error, path, Messages.TooEarly(path, half), Remedy.CheckClock);
        return refusal.For(path, refusal.IsOutcomeUnknown ? Messages.RenewalUnknown : Messages.TokenLeft);
    }
}
