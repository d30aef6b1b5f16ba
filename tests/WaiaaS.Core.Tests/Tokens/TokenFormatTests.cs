namespace WaiaaS.Tests.Tokens;

public sealed class TokenFormatTests
{
    private static readonly string Token = SampleToken.New();

    [Theory]
    [InlineData(TokenFormatError.Empty, "", " \t\r\n\u00A0\uFEFF")]
    [InlineData(TokenFormatError.NoPrefix, "eyJh.eyJz.c2ln", "WAI_SESS_a.b.c", "wai_sess")]
    [InlineData(TokenFormatError.NotThreeParts, "wai_sess_", "wai_sess_a.b", "wai_sess_a.b.c.d")]
    [InlineData(TokenFormatError.EmptyPart, "wai_sess_.b.c", "wai_sess_a..c", "wai_sess_a.b.")]
    [InlineData(TokenFormatError.InvalidCharacter, "wai_sess_a.b.c=", "wai_sess_a.b+.c", "wai_sess_a.b/.c", "wai_sess_a.\u00E9.c", "wai_sess_a.b\0.c")]
    [InlineData(TokenFormatError.InnerWhiteSpace, "wai_sess_a.b\n.c", "wai_sess_a.b .c")]
    [InlineData(TokenFormatError.Json, "{\"token\":\"wai_sess_a.b.c\"}")]
    [InlineData(TokenFormatError.SignatureLength, "wai_sess_eyJhbGciOiJIUzI1NiJ9.e30.c", "wai_sess_eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.c")]
    public void What_is_no_token_is_refused_for_the_right_reason(object error, params string[] texts) => Assert.All(texts, text =>
    {
        Assert.Null(Parse(text, out TokenFormatError found));
        Assert.Equal((TokenFormatError)error, found);
    });

    [Theory]
    [InlineData("", "")]
    [InlineData("\uFEFF \t", "\u2028\r\n\uFEFF")]
    public void White_space_and_byte_order_marks_around_a_token_are_left_out(string before, string after) =>
        Assert.Equal(Token, Parse(before + Token + after, out _));

    [Fact]
    public void The_largest_token_passes_and_one_more_byte_does_not()
    {
        string largest = SampleToken.OfLength(TokenFormat.MaximumLength);

        Assert.Equal(largest, Parse(largest + "\n", out _));
        Assert.Null(Parse(largest + "A", out TokenFormatError error));
        Assert.Equal(TokenFormatError.TooLarge, error);
    }

    [Fact]
    public void A_token_that_lost_the_end_of_its_signature_or_gained_a_character_is_none()
    {
        Assert.All(Enumerable.Range(1, 42).Select(lost => Token[..^lost]).Append(Token + "A"), text =>
        {
            Assert.Null(Parse(text, out TokenFormatError error));
            Assert.Equal(TokenFormatError.SignatureLength, error);
        });
    }

    // Headers: h; {"alg":"ES256"}; {"alg":"HS256; {"x":"HS256"}; {"alg":5}.
    [Theory]
    [InlineData("wai_sess_h.e30.c")]
    [InlineData("wai_sess_eyJhbGciOiJFUzI1NiJ9.e30.c")]
    [InlineData("wai_sess_eyJhbGciOiJIUzI1Ng.e30.c")]
    [InlineData("wai_sess_eyJ4IjoiSFMyNTYifQ.e30.c")]
    [InlineData("wai_sess_eyJhbGciOjV9.e30.c")]
    public void A_token_that_does_not_say_HS256_may_have_a_signature_of_any_length(string token) => Assert.Equal(token, Parse(token, out _));

    private static string? Parse(string text, out TokenFormatError error)
    {
        using Token? token = WaiaaS.Tokens.Token.FromSecureString(SampleToken.Secure(text), out error);
        return token?.ToPlainText();
    }
}
