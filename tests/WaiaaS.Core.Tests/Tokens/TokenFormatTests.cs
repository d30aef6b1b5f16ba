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
    public void A_token_that_lost_the_end_of_its_signature_is_seen_to_be_incomplete()
    {
        Assert.True(HasFullSignature(Token));
        Assert.All(Enumerable.Range(1, 42), lost => Assert.False(HasFullSignature(Token[..^lost])));
        Assert.False(HasFullSignature(Token + "A"));
    }

    [Theory]
    [InlineData("wai_sess_a.b.c")]
    [InlineData("wai_sess_eyJhbGciOiJFUzI1NiJ9.e30.c")]
    public void A_token_of_another_algorithm_counts_as_complete(string token) => Assert.True(HasFullSignature(token));

    private static string? Parse(string text, out TokenFormatError error)
    {
        using Token? token = WaiaaS.Tokens.Token.FromSecureString(SampleToken.Secure(text), out error);
        return token?.ToPlainText();
    }

    private static bool HasFullSignature(string text)
    {
        using Token? token = WaiaaS.Tokens.Token.FromSecureString(SampleToken.Secure(text), out _);
        return token!.HasFullSignature;
    }
}
