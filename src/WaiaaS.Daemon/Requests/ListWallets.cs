using System.Collections.Generic;
using System.Net.Http;
using System.Security;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon.Requests;

/// <summary><c>GET /v1/wallets</c>: the wallets that the daemon has.</summary>
internal static class ListWallets
{
    private const string Active = "ACTIVE";

    /// <summary>Asks.</summary>
    /// <exception cref="DaemonException">There is no answer, or it refuses.</exception>
    public static List<DaemonWallet> Send(DaemonConnection connection, SecureString password)
    {
        using RequestSecret secret = RequestSecret.Of(password);
        using DaemonAnswer answer = connection.Send(HttpMethod.Get, "/v1/wallets", secret);
        if (answer.Status != 200)
            throw DaemonErrors.For(answer, connection.Address, secret);

        List<DaemonWallet>? wallets = null;
        JsonReader reader = answer.Open();
        while (reader.ReadMember(out JsonText name, out _, out JsonText value))
        {
            if (name.Is("items"))
                wallets = WalletsOf(value);
        }

        return reader.IsWhole && wallets is not null
            ? wallets
            : throw DaemonErrors.Invalid(Messages.AnswerLacks(connection.Address, "items"));
    }

    private static List<DaemonWallet>? WalletsOf(JsonText items)
    {
        var wallets = new List<DaemonWallet>();
        JsonReader reader = items.Open();
        while (reader.ReadElement(out _, out JsonText item))
        {
            if (Answers.IdOf(item) is not { } id)
                return null;
            string? name = null, status = null;
            JsonReader members = item.Open();
            while (members.ReadMember(out JsonText member, out JsonKind kind, out JsonText value))
            {
                if (kind == JsonKind.String && member.Is("name"))
                    name = value.ToString();
                else if (kind == JsonKind.String && member.Is("status"))
                    status = value.ToString();
            }

            wallets.Add(new DaemonWallet(id, name ?? string.Empty, status == Active));
        }

        return reader.IsWhole ? wallets : null;
    }
}

/// <summary>A wallet as the daemon lists it.</summary>
/// <param name="id">Its id, a UUID.</param>
/// <param name="name">Its name, which another wallet may have too.</param>
/// <param name="isActive">Whether a session can be created for it.</param>
internal sealed class DaemonWallet(string id, string name, bool isActive)
{
    /// <summary>Its id, a UUID.</summary>
    public string Id => id;

    /// <summary>Its name, which another wallet may have too.</summary>
    public string Name => name;

    /// <summary>Whether a session can be created for it.</summary>
    public bool IsActive => isActive;
}
