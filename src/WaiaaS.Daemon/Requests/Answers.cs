using System;
using System.Collections.Generic;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon.Requests;

/// <summary>The parts that answers share.</summary>
internal static class Answers
{
    /// <summary>Whether a text has the form of WAIaaS' ids, which alone may become a part of a path.</summary>
    public static bool IsId(string text) => Guid.TryParseExact(text, "D", out _);

    /// <summary>The <c>id</c> of an object; null where it has none.</summary>
    public static string? IdOf(JsonText entry)
    {
        string? id = null;
        JsonReader reader = entry.Open();
        while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
        {
            if (kind == JsonKind.String && name.Is("id"))
                id = value.ToString();
        }

        return reader.IsWhole && id is not null && IsId(id) ? id : null;
    }

    /// <summary>The <c>id</c> of each object of an array; null where one has none.</summary>
    public static List<string>? IdsOf(JsonText list)
    {
        var ids = new List<string>();
        JsonReader reader = list.Open();
        while (reader.ReadElement(out _, out JsonText element))
        {
            if (IdOf(element) is not { } id)
                return null;
            ids.Add(id);
        }

        return reader.IsWhole ? ids : null;
    }

    /// <summary>The session and the token of an answer that issues one; the caller disposes of it.</summary>
    /// <exception cref="DaemonException">There is none in it.</exception>
    public static IssuedToken TokenOf(DaemonAnswer answer, DaemonAddress address)
    {
        string? session = null;
        Token? token = null;
        try
        {
            JsonReader reader = answer.Open();
            while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
            {
                if (kind == JsonKind.String && name.Is("id"))
                    session = value.ToString();
                else if (kind == JsonKind.String && name.Is("token") && token is null)
                    token = Read(value);
            }

            if (reader.IsWhole && token is not null && session is not null && IsId(session))
            {
                var issued = new IssuedToken(session, token);
                token = null;
                return issued;
            }
        }
        finally
        {
            token?.Dispose();
        }

        throw DaemonErrors.Invalid(Messages.AnswerLacks(address, "token"));
    }

    // Nothing in a token needs an escape, and to undo one would make a string of it.
    private static unsafe Token? Read(JsonText value) => value.HasEscapes ? null : Token.FromFile(value.Bytes, value.Length, out _);
}

/// <summary>A token that the daemon has just issued.</summary>
/// <param name="sessionId">The session that it is of.</param>
/// <param name="token">The token; disposed of with this.</param>
internal sealed class IssuedToken(string sessionId, Token token) : IDisposable
{
    /// <summary>The session that it is of.</summary>
    public string SessionId => sessionId;

    /// <summary>The token.</summary>
    public Token Token => token;

    public void Dispose() => token.Dispose();
}
