using System;
using System.Globalization;

namespace WaiaaS.Tokens;

/// <summary>What a token's payload says about it (RFC 7519, section 4.1). Nothing of it is verified: there is no key.</summary>
internal sealed class TokenClaims
{
    private const string ExpiryName = "exp";

    // The daemon's name first, then those of older tokens.
    private static readonly string[] SessionNames = ["sub", "sid", "jti", "sessionId"];

    private int _sessionRank = SessionNames.Length;

    private readonly bool _isOnlyExpiry;

    private TokenClaims(bool isOnlyExpiry) => _isOnlyExpiry = isOnlyExpiry;

    /// <summary>The session's id: <c>sub</c>, in older tokens <c>sid</c>, <c>jti</c> or <c>sessionId</c>.</summary>
    public string? SessionId { get; private set; }

    /// <summary>The agent's id (<c>aid</c>) of older tokens.</summary>
    public string? AgentId { get; private set; }

    /// <summary>When the token was issued (<c>iat</c>).</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>When the token expires (<c>exp</c>); null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Whether there is an <c>exp</c> that is not a number, so that the time of expiry is unknown.</summary>
    public bool IsExpiryUnreadable { get; private set; }

    /// <summary>Reads the payload.</summary>
    /// <returns>Null when the payload is not base64url of a JSON object.</returns>
    public static TokenClaims? Read(Token token) => Read(token, isOnlyExpiry: false);

    /// <summary>Reads the payload, but gives nothing of it except when the token expires.</summary>
    /// <inheritdoc cref="Read(Token)"/>
    public static TokenClaims? ReadExpiry(Token token) => Read(token, isOnlyExpiry: true);

    private static unsafe TokenClaims? Read(Token token, bool isOnlyExpiry)
    {
        int start = PartStart(token, TokenFormat.Prefix.Length);
        int count = PartStart(token, start) - 1 - start;
        int length = Base64Url.DecodedLength(count);
        if (length < 0)
            return null;

        using var payload = new SecretBuffer(length);
        Base64Url.Decode(token.Bytes + start, count, payload.Bytes);
        return ReadObject(new JsonReader(payload.Bytes, length), isOnlyExpiry);
    }

    private static TokenClaims? ReadObject(JsonReader reader, bool isOnlyExpiry)
    {
        var claims = new TokenClaims(isOnlyExpiry);
        while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
            claims.Take(name, kind, value);
        return reader.IsWhole ? claims : null;
    }

    private void Take(JsonText name, JsonKind kind, JsonText value)
    {
        if (kind == JsonKind.Null)
            return;
        if (name.Is(ExpiryName))
        {
            ExpiresAt = kind == JsonKind.Number ? NumericDate(value.ToString()) : null;
            IsExpiryUnreadable |= ExpiresAt is null;
        }
        else if (!_isOnlyExpiry && kind is JsonKind.String or JsonKind.Number)
        {
            TakeText(name, value);
        }
    }

    private void TakeText(JsonText name, JsonText value)
    {
        if (name.Is("iat"))
            IssuedAt = NumericDate(value.ToString());
        else if (name.Is("aid"))
            AgentId = SafeText.Printable(value.ToString());
        else if (RankOf(name) is var rank && rank < _sessionRank)
            (SessionId, _sessionRank) = (SafeText.Printable(value.ToString()), rank);
    }

    private static int RankOf(JsonText name)
    {
        int rank = 0;
        while (rank < SessionNames.Length && !name.Is(SessionNames[rank]))
            rank++;
        return rank;
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

    private static unsafe int PartStart(Token token, int previous)
    {
        while (token.Bytes[previous] != '.')
            previous++;
        return previous + 1;
    }
}
