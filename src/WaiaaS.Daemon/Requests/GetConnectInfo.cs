using System.Collections.Generic;
using System.Net.Http;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon.Requests;

/// <summary><c>GET /v1/connect-info</c>: which session a token is of, and for which wallets. Only a token that the daemon accepts gets an answer.</summary>
internal sealed class GetConnectInfo
{
    private GetConnectInfo(string sessionId, List<string> walletIds)
    {
        SessionId = sessionId;
        WalletIds = walletIds;
    }

    /// <summary>The session's id.</summary>
    public string SessionId { get; }

    /// <summary>The ids of the wallets that it is for.</summary>
    public IReadOnlyList<string> WalletIds { get; }

    /// <summary>Asks.</summary>
    /// <exception cref="DaemonException">There is no answer, or it refuses the token.</exception>
    public static GetConnectInfo Send(DaemonConnection connection, Token token)
    {
        using RequestSecret secret = RequestSecret.Of(token);
        using DaemonAnswer answer = connection.Send(HttpMethod.Get, "/v1/connect-info", secret);
        if (answer.Status != 200)
            throw DaemonErrors.For(answer, connection.Address, secret);

        string? session = null;
        List<string>? wallets = null;
        JsonReader reader = answer.Open();
        while (reader.ReadMember(out JsonText name, out _, out JsonText value))
        {
            if (name.Is("session"))
                session = Answers.IdOf(value);
            else if (name.Is("wallets"))
                wallets = Answers.IdsOf(value);
        }

        return reader.IsWhole && session is not null && wallets is not null
            ? new GetConnectInfo(session, wallets)
            : throw DaemonErrors.Invalid(Messages.AnswerLacks(connection.Address, "session"));
    }
}
