using System.Net.Http;
using System.Security;

namespace WaiaaS.Daemon.Requests;

/// <summary><c>DELETE /v1/sessions/{id}</c>: ends a session, and with it every token of it. To do it again is no error.</summary>
internal static class RevokeSession
{
    /// <summary>Asks.</summary>
    /// <exception cref="DaemonException">There is no answer, or it refuses.</exception>
    public static void Send(DaemonConnection connection, SecureString password, string sessionId)
    {
        using RequestSecret secret = RequestSecret.Of(password);
        using DaemonAnswer answer = connection.Send(HttpMethod.Delete, $"/v1/sessions/{sessionId}", secret);
        if (answer.Status == 200)
            return;
        DaemonException refusal = DaemonErrors.For(answer, connection.Address, secret);
        if (refusal.Code != Codes.SessionNotFound)
            throw refusal;
    }
}
