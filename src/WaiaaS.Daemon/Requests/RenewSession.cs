using System.Net.Http;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon.Requests;

/// <summary><c>PUT /v1/sessions/{id}/renew</c>: another token of the same session. The old one can never be renewed again.</summary>
internal static class RenewSession
{
    /// <summary>Asks; the caller disposes of the token.</summary>
    /// <exception cref="DaemonException">There is no answer, or it refuses.</exception>
    public static IssuedToken Send(DaemonConnection connection, string sessionId, Token token)
    {
        using RequestSecret secret = RequestSecret.Of(token);
        using DaemonAnswer answer = connection.Send(HttpMethod.Put, $"/v1/sessions/{sessionId}/renew", secret);
        return answer.Status == 200 ? Answers.TokenOf(answer, connection.Address) : throw DaemonErrors.For(answer, connection.Address, secret);
    }
}
