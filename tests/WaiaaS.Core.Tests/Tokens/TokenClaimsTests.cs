namespace WaiaaS.Tests.Tokens;

public sealed class TokenClaimsTests
{
    [Theory]
    [InlineData("{\"sub\":\"s-1\",\"iat\":1700000000,\"exp\":1700003600}", "s-1", null, 1700000000L, 1700003600L)]
    [InlineData("{\"sid\":\"s-2\",\"aid\":\"a-1\"}", "s-2", "a-1", null, null)]
    [InlineData("{\"jti\":\"s-2\",\"aid\":\"a-1\"}", "s-2", "a-1", null, null)]
    [InlineData("{\"aid\":\"a-1\",\"sessionId\":\"s-2\"}", "s-2", "a-1", null, null)]
    [InlineData("{\"jti\":\"other\",\"sid\":\"s-2\",\"aid\":\"a-1\"}", "s-2", "a-1", null, null)]
    [InlineData("{\"\\u0065x\\u0070\":1700000000}", null, null, null, 1700000000L)]
    public void The_claims_of_the_daemon_and_of_older_tokens_are_read(string payload, string? session, string? agent, long? issued, long? expires)
    {
        TokenClaims claims = Read(payload)!;

        Assert.Equal(
            (session, agent, issued, expires),
            (claims.SessionId, claims.AgentId, claims.IssuedAt?.ToUnixTimeSeconds(), claims.ExpiresAt?.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("{\"exp\":1700000000.5}", 1700000000500)]
    [InlineData("{\"exp\":1.7e9}", 1700000000000)]
    [InlineData("{\"exp\":0}", 0L)]
    [InlineData("{\"exp\":-1}", -1000L)]
    [InlineData("{\"exp\":1e300}", 253402300799999)]
    [InlineData("{\"exp\":null,\"sub\":{\"exp\":5},\"a b\":[1,{\"exp\":6}]}", null)]
    [InlineData("{\"exp\":\"soon\"}", null)]
    [InlineData("{}", null)]
    public void Any_number_of_seconds_and_nothing_else_is_a_time(string payload, long? milliseconds) =>
        Assert.Equal(milliseconds, Read(payload)!.ExpiresAt?.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("no object", " ", "[]", "5", "\"exp\"", "\0\0\0")]
    [InlineData("no whole object", "{", "{\"exp\":1} x", "{}]}", "{\"a\":]}")]
    [InlineData("no JSON", "{\"exp\":1,}", "{\"exp\":01}")]
    public void What_is_no_JSON_object_has_no_claims(string _, params string[] payloads) => Assert.All(payloads, payload => Assert.Null(Read(payload)));

    [Theory]
    [InlineData("s\\u001b[2J", "s\uFFFD[2J")]
    [InlineData("s\u0085", "s\uFFFD")]
    [InlineData("\\ud83d\\ude00\\t\u20AC", "\U0001F600\uFFFD\u20AC")]
    public void An_id_has_nothing_in_it_that_a_terminal_would_obey(string written, string shown) =>
        Assert.Equal(shown, Read("{\"sub\":\"" + written + "\"}")!.SessionId);

    [Theory]
    [InlineData("wai_sess_a.eyJhIjoiwyJ9.c", "{\"a\":\"<C3>\"} is not UTF-8")]
    [InlineData("wai_sess_a.e30AA.c", "no base64url has this length")]
    public void A_payload_that_cannot_be_decoded_has_no_claims(string token, string _) => Assert.Null(ReadToken(token));

    private static TokenClaims? Read(string payload) => ReadToken(SampleToken.WithPayload(payload));

    private static TokenClaims? ReadToken(string text)
    {
        using Token token = Token.FromSecureString(SampleToken.Secure(text), out _)!;
        return TokenClaims.Read(token);
    }
}
