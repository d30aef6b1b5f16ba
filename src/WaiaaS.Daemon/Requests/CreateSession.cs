using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Security;

namespace WaiaaS.Daemon.Requests;

/// <summary><c>POST /v1/sessions</c>: a new session for wallets, and its token.</summary>
internal static class CreateSession
{
    /// <summary>Asks; the caller disposes of the token.</summary>
    /// <param name="connection">The daemon.</param>
    /// <param name="password">The master password.</param>
    /// <param name="walletIds">The ids of the wallets, one or more.</param>
    /// <param name="lifetime">Seconds; null for a token that never expires.</param>
    /// <exception cref="DaemonException">There is no answer, or it refuses.</exception>
    public static IssuedToken Send(DaemonConnection connection, SecureString password, IReadOnlyList<string> walletIds, long? lifetime)
    {
        using RequestSecret secret = RequestSecret.Of(password);
        using DaemonAnswer answer = connection.Send(HttpMethod.Post, "/v1/sessions", secret, BodyOf(walletIds, lifetime));
        return answer.Status is 200 or 201 ? Answers.TokenOf(answer, connection.Address) : throw DaemonErrors.For(answer, connection.Address, secret);
    }

    // Ids are UUIDs, see Answers.IsId, so nothing in them needs an escape.
    private static string BodyOf(IReadOnlyList<string> walletIds, long? lifetime)
    {
        string wallets = walletIds.Count == 1 ? $"\"walletId\":\"{walletIds[0]}\"" : $"\"walletIds\":[\"{string.Join("\",\"", walletIds)}\"]";
        return "{" + wallets + (lifetime is { } seconds ? ",\"ttl\":" + seconds.ToString(CultureInfo.InvariantCulture) : string.Empty) + "}";
    }
}
