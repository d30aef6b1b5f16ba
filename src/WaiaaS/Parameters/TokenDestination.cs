using System.Collections;
using System.Collections.Generic;

namespace WaiaaS.Parameters;

/// <summary>Which file the token of an object belongs to, as the object says it: an answer of WAIaaS' API has several forms.</summary>
internal sealed class TokenDestination
{
    private TokenDestination(string? walletId, int wallets)
    {
        WalletId = walletId;
        Wallets = wallets;
    }

    /// <summary>The wallet; null for the default token.</summary>
    public string? WalletId { get; }

    /// <summary>How many wallets the token serves, as far as the object says.</summary>
    public int Wallets { get; }

    /// <summary>Reads the destination.</summary>
    /// <param name="answer">The object.</param>
    /// <param name="session">The object with the token in it, where that is another one.</param>
    /// <remarks>
    /// <c>wallets</c> comes first: for a session of several, <c>walletId</c> is merely the first of them, and the agents of
    /// all of them read the default token. What creates a wallet answers with the wallet, its session nested.
    /// </remarks>
    public static TokenDestination Of(object answer, object? session)
    {
        List<object?> wallets = Items(Member(answer, session, "wallets"));
        if (wallets.Count > 1)
            return new TokenDestination(null, wallets.Count);
        object? id = (wallets.Count == 1 ? IdOf(wallets[0]) : null)
            ?? Member(answer, session, "walletId")
            ?? (session is null ? null : ObjectMembers.Find(answer, "id"));
        string? text = ParameterText.Of(id);
        return string.IsNullOrEmpty(text) ? new TokenDestination(null, 0) : new TokenDestination(text, 1);
    }

    private static object? Member(object answer, object? session, string name) =>
        ObjectMembers.Find(answer, name) ?? (session is null ? null : ObjectMembers.Find(session, name));

    private static object? IdOf(object? wallet) => ObjectMembers.TextOf(ObjectMembers.Unwrap(wallet)) ?? ObjectMembers.Find(wallet, "id");

    private static List<object?> Items(object? value)
    {
        var items = new List<object?>();
        if (value is IEnumerable list and not (string or IDictionary))
        {
            foreach (object? item in list)
                items.Add(item);
        }
        else if (value is not null)
        {
            items.Add(value);
        }

        return items;
    }
}
