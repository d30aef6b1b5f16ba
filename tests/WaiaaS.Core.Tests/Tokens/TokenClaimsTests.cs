namespace WaiaaS.Tests.Tokens;

public sealed class TokenClaimsTests
{
    [Fact]
    public void The_claims_of_the_daemon_are_read()
    {
        TokenClaims claims = Read("{\"sub\":\"s-1\",\"iat\":1700000000,\"exp\":1700003600}")!;

        Assert.Equal("s-1", claims.SessionId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), claims.IssuedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700003600), claims.ExpiresAt);
        Assert.Null(claims.AgentId);
    }

    [Theory]
    [InlineData("{\"sid\":\"s-2\",\"aid\":\"a-1\"}")]
    [InlineData("{\"jti\":\"s-2\",\"aid\":\"a-1\"}")]
    [InlineData("{\"aid\":\"a-1\",\"sessionId\":\"s-2\"}")]
    [InlineData("{\"jti\":\"other\",\"sid\":\"s-2\",\"aid\":\"a-1\"}")]
    public void The_claims_of_older_tokens_are_understood(string payload)
    {
        TokenClaims claims = Read(payload)!;

        Assert.Equal(("s-2", "a-1"), (claims.SessionId, claims.AgentId));
        Assert.Null(claims.ExpiresAt);
    }

    [Theory]
    [InlineData("{\"exp\":1700000000.5}", 1700000000500)]
    [InlineData("{\"exp\":1.7e9}", 1700000000000)]
    [InlineData("{\"exp\":0}", 0)]
    [InlineData("{\"exp\":-1}", -1000)]
    [InlineData("{\"exp\":1e300}", 253402300799999)]
    public void Any_number_of_seconds_is_a_time(string payload, long milliseconds) =>
        Assert.Equal(milliseconds, Read(payload)!.ExpiresAt!.Value.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("{\"exp\":null,\"sub\":{\"exp\":5},\"a b\":[1,{\"exp\":6}]}")]
    [InlineData("{\"exp\":\"soon\"}")]
    [InlineData("{}")]
    public void What_is_no_time_is_no_expiry(string payload) => Assert.Null(Read(payload)!.ExpiresAt);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"exp\"")]
    [InlineData("{")]
    [InlineData("{\"exp\":1} x")]
    [InlineData("\0\0\0")]
    [InlineData("{}]}")]
    [InlineData("{\"a\":]}")]
    [InlineData("{\"exp\":1,}")]
    [InlineData("{\"exp\":01}")]
    public void What_is_no_JSON_object_has_no_claims(string payload) => Assert.Null(Read(payload + (payload.Length == 0 ? " " : string.Empty)));

    [Fact]
    public void A_name_may_be_written_with_escapes() =>
        Assert.Equal(1700000000, Read("{\"\\u0065x\\u0070\":1700000000}")!.ExpiresAt!.Value.ToUnixTimeSeconds());

    [Theory]
    [InlineData("s\\u001b[2J", "s\uFFFD[2J")]
    [InlineData("s\u0085", "s\uFFFD")]
    [InlineData("\\ud83d\\ude00\\t\u20AC", "\U0001F600\uFFFD\u20AC")]
    public void An_id_has_nothing_in_it_that_a_terminal_would_obey(string written, string shown) =>
        Assert.Equal(shown, Read("{\"sub\":\"" + written + "\"}")!.SessionId);

    [Fact]
    public void A_payload_that_is_not_UTF_8_has_no_claims()
    {
        // {"a":"<C3>"}
        using Token token = Token.FromSecureString(SampleToken.Secure("wai_sess_a.eyJhIjoiwyJ9.c"), out _)!;
        Assert.Null(TokenClaims.Read(token));
    }

    [Fact]
    public void A_payload_of_impossible_length_has_no_claims()
    {
        using Token token = Token.FromSecureString(SampleToken.Secure("wai_sess_a.e30AA.c"), out _)!;
        Assert.Null(TokenClaims.Read(token));
    }

    private static TokenClaims? Read(string payload)
    {
        using Token token = Token.FromSecureString(SampleToken.Secure(SampleToken.WithPayload(payload)), out _)!;
        return TokenClaims.Read(token);
    }
}
