using System;
using System.Globalization;
using System.Runtime.Serialization.Json;
using System.Xml;

namespace WaiaaS.Tokens;

/// <summary>What a token's payload says about it (RFC 7519, section 4.1). Nothing of it is verified: there is no key.</summary>
internal sealed class TokenClaims
{
    private const string ExpiryName = "exp";

    // The daemon's name first, then those of older tokens.
    private static readonly string[] SessionNames = ["sub", "sid", "jti", "sessionId"];

    private string? _session;
    private int _sessionRank = SessionNames.Length;

    private TokenClaims()
    {
    }

    /// <summary>The session's id: <c>sub</c>, in older tokens <c>sid</c>, <c>jti</c> or <c>sessionId</c>.</summary>
    public string? SessionId => _session;

    /// <summary>The agent's id (<c>aid</c>) of older tokens.</summary>
    public string? AgentId { get; private set; }

    /// <summary>When the token was issued (<c>iat</c>).</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>When the token expires (<c>exp</c>); null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Whether there is an <c>exp</c> that is not a number, so that nobody can say when the token expires.</summary>
    public bool IsExpiryUnreadable { get; private set; }

    /// <summary>Reads the payload.</summary>
    /// <returns>Null when the payload is not base64url of a JSON object.</returns>
    public static unsafe TokenClaims? Read(Token token)
    {
        byte[]? json = DecodePayload(token.Bytes, token.Length);
        if (json is null)
            return null;

        try
        {
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(json, XmlDictionaryReaderQuotas.Max);
            return ReadObject(reader);
        }
        catch (Exception notJson) when (notJson is not OutOfMemoryException)
        {
            // Any of them: the reader meets some malformed input, such as {}]}, with an index out of its range.
            return null;
        }
        finally
        {
            Array.Clear(json, 0, json.Length);
        }
    }

    // The reader shows JSON as XML: <root type="object"><sub type="string">…</sub><exp type="number">…</exp></root>.
    private static TokenClaims? ReadObject(XmlDictionaryReader reader)
    {
        if (reader.MoveToContent() != XmlNodeType.Element || reader.GetAttribute("type") != "object")
            return null;

        var claims = new TokenClaims();
        reader.ReadStartElement();
        while (reader.MoveToContent() == XmlNodeType.Element)
        {
            // A name that XML does not allow arrives as <a:item item="…">.
            string name = reader.GetAttribute("item") ?? reader.LocalName;
            string? type = reader.GetAttribute("type");
            if (type is "string" or "number")
            {
                claims.Take(name, reader.ReadElementContentAsString(), isNumber: type == "number");
            }
            else
            {
                claims.IsExpiryUnreadable |= name == ExpiryName && type != "null";
                reader.Skip();
            }
        }

        reader.ReadEndElement();
        return reader.MoveToContent() == XmlNodeType.None ? claims : null;
    }

    private void Take(string name, string value, bool isNumber)
    {
        int rank = Array.IndexOf(SessionNames, name);
        if (rank >= 0 && rank < _sessionRank)
        {
            _session = Printable(value);
            _sessionRank = rank;
        }
        else if (name == "aid")
        {
            AgentId = Printable(value);
        }
        else if (name == "iat")
        {
            IssuedAt = NumericDate(value);
        }
        else if (name == ExpiryName)
        {
            ExpiresAt = isNumber ? NumericDate(value) : null;
            IsExpiryUnreadable |= ExpiresAt is null;
        }
    }

    // A terminal would obey what is not for printing.
    private static string Printable(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (char.IsControl(characters[i]))
                characters[i] = '\uFFFD';
        }

        return new string(characters);
    }

    // RFC 7519, section 2: seconds since 1970-01-01T00:00:00Z, with a fraction allowed.
    private static DateTimeOffset? NumericDate(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || double.IsNaN(seconds))
            return null;
        if (seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return DateTimeOffset.MaxValue;
        if (seconds <= DateTimeOffset.MinValue.ToUnixTimeSeconds())
            return DateTimeOffset.MinValue;
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
    }

    private static unsafe byte[]? DecodePayload(byte* token, int length)
    {
        int start = TokenFormat.Prefix.Length;
        while (token[start++] != '.')
        {
        }

        int end = start;
        while (end < length && token[end] != '.')
            end++;

        int count = end - start;
        if (count % 4 == 1)
            return null;

        var decoded = new byte[count * 3 / 4];
        uint bits = 0;
        int held = 0;
        int used = 0;
        for (int i = start; i < end; i++)
        {
            bits = (bits << 6) | Sextet(token[i]);
            held += 6;
            if (held < 8)
                continue;
            held -= 8;
            decoded[used++] = (byte)(bits >> held);
        }

        return decoded;
    }

    // RFC 4648, section 5.
    private static uint Sextet(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - (uint)'A',
        >= (byte)'a' and <= (byte)'z' => c - (uint)'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - (uint)'0' + 52,
        (byte)'-' => 62,
        _ => 63,
    };
}
