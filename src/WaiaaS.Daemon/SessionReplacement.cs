using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using WaiaaS.Daemon.Requests;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Daemon;

/// <summary>The token that a new one replaces.</summary>
/// <param name="session">The session that it names; null where there is none.</param>
/// <param name="acceptedSession">The session of it that may go on; null where there is none.</param>
internal readonly struct TokenBefore(string? session, string? acceptedSession)
{
    /// <summary>The session that it names; null where there is none.</summary>
    public string? Session => session;

    /// <summary>The session of it that may go on; null where there is none.</summary>
    public string? AcceptedSession => acceptedSession;
}

/// <summary>
/// The steps after a session was created: its token is put in place, and the session that it replaces ends. Others may
/// write the same file at the same time, so that in the end one session is in place and no other is left over.
/// </summary>
internal sealed class SessionReplacement(DaemonConnection connection, TokenLocation location, IssuedToken issued, ITokenLogger logger)
{
    private const int MaximumWrites = 5;

    // Longer than another program takes from its last look at the file to its rename.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    private readonly IssuedTokenWriter _writer = new(logger);
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _revoked = [];
    private readonly List<string> _notRevoked = [];

    /// <summary>Does them.</summary>
    /// <param name="password">The master password.</param>
    /// <param name="before">What was in place when the daemon was asked.</param>
    /// <param name="endReplaced">Whether sessions end whose token is replaced.</param>
    /// <returns>What is known of the token in place.</returns>
    /// <exception cref="TokenException">The token could not be written; the old one is in place, and its session goes on.</exception>
    public TokenInfo Finish(SecureString password, TokenBefore before, bool endReplaced)
    {
        TokenInfo info;
        int writes = 0;
        do
        {
            // Another run may have put a session of its own in place since; it is the one that is replaced then.
            string? current = IssuedTokenWriter.SessionIn(location);
            info = Write(password);
            writes++;
            if (endReplaced)
                RevokeReplaced(password, before.AcceptedSession, current == before.Session ? null : current);
        }
        while (!IsSettled(password) && writes < MaximumWrites);

        _writer.Replay();
        foreach (string reason in _notRevoked)
            logger.Warning(reason, Remedy.None, location.FullPath);
        logger.Verbose(Messages.Created(location.FullPath, issued.SessionId, info.ExpiresAt));
        return info;
    }

    // Whether the file stays as it is. Another program may have written since: a token of a session that was just revoked,
    // such as one that the MCP server renewed a moment before, is overwritten; any other token stays, because one session
    // is enough.
    private bool IsSettled(SecureString password)
    {
        if (IssuedTokenWriter.IsInPlace(location, issued.Token))
            Thread.Sleep(Settling);
        if (IssuedTokenWriter.IsInPlace(location, issued.Token))
            return true;
        string? other = IssuedTokenWriter.SessionIn(location);
        if (other is null || _revoked.Contains(other))
            return false;
        if (other != issued.SessionId)
        {
            logger.Verbose(Messages.OtherWrote(location.FullPath));
            Revoke(password, issued.SessionId);
        }

        return true;
    }

    private void RevokeReplaced(SecureString password, params string?[] sessions)
    {
        foreach (string? session in sessions)
        {
            if (session is not null && session != issued.SessionId && _seen.Add(session))
                RevokeReplaced(password, session);
        }
    }

    private void RevokeReplaced(SecureString password, string session)
    {
        if (FileOfSameSession(session) is { } other)
            _notRevoked.Add(Messages.SessionInUse(session, other));
        else if (Revoke(password, session))
            logger.Verbose(Messages.Revoked(session));
    }

    private bool Revoke(SecureString password, string session)
    {
        try
        {
            RevokeSession.Send(connection, password, session);
            return _revoked.Add(session);
        }
        catch (DaemonException failure)
        {
            _notRevoked.Add(Messages.NotRevoked(session, failure.Message));
            return false;
        }
    }

    // The MCP server writes the token of a wallet also where it had read the default one: then two files are of one session.
    private string? FileOfSameSession(string session)
    {
        foreach (TokenLocation other in TokenNeighbours.Of(location))
        {
            if (IssuedTokenWriter.SessionIn(other) == session)
                return other.FullPath;
        }

        return null;
    }

    private TokenInfo Write(SecureString password)
    {
        try
        {
            return _writer.Write(location, issued.Token);
        }
        catch (TokenException failure) when (failure.Error != TokenError.TokenDurabilityUnknown && !IssuedTokenWriter.IsInPlace(location, issued.Token))
        {
            _writer.Replay();
            throw failure.With(Revoke(password, issued.SessionId) ? Messages.NewSessionRevoked : Messages.NewSessionLeft(issued.SessionId));
        }
    }
}
