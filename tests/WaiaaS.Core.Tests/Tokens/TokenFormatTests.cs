namespace WaiaaS.Tests.Tokens;

public sealed class TokenFormatTests
{
    private static readonly string Token = SampleToken.New();

    [Theory]
    [InlineData("", TokenFormatError.Empty)]
    [InlineData(" \t\r\n\u00A0\uFEFF", TokenFormatError.Empty)]
    [InlineData("eyJh.eyJz.c2ln", TokenFormatError.NoPrefix)]
    [InlineData("WAI_SESS_a.b.c", TokenFormatError.NoPrefix)]
    [InlineData("wai_sess", TokenFormatError.NoPrefix)]
    [InlineData("wai_sess_", TokenFormatError.NotThreeParts)]
    [InlineData("wai_sess_a.b", TokenFormatError.NotThreeParts)]
    [InlineData("wai_sess_a.b.c.d", TokenFormatError.NotThreeParts)]
    [InlineData("wai_sess_.b.c", TokenFormatError.EmptyPart)]
    [InlineData("wai_sess_a..c", TokenFormatError.EmptyPart)]
    [InlineData("wai_sess_a.b.", TokenFormatError.EmptyPart)]
    [InlineData("wai_sess_a.b.c=", TokenFormatError.InvalidCharacter)]
    [InlineData("wai_sess_a.b+.c", TokenFormatError.InvalidCharacter)]
    [InlineData("wai_sess_a.b/.c", TokenFormatError.InvalidCharacter)]
    [InlineData("wai_sess_a.\u00E9.c", TokenFormatError.InvalidCharacter)]
    [InlineData("wai_sess_a.b\0.c", TokenFormatError.InvalidCharacter)]
    [InlineData("wai_sess_a.b\n.c", TokenFormatError.InnerWhiteSpace)]
    [InlineData("wai_sess_a.b .c", TokenFormatError.InnerWhiteSpace)]
    [InlineData("{\"token\":\"wai_sess_a.b.c\"}", TokenFormatError.Json)]
    public void What_is_no_token_is_refused_for_the_right_reason(string text, object error)
    {
        Assert.Null(Parse(text, out TokenFormatError found));
        Assert.Equal((TokenFormatError)error, found);
    }

    [Fact]
    public void A_token_of_the_daemon_passes() => Assert.Equal(Token, Parse(Token, out _));

    [Fact]
    public void White_space_and_byte_order_marks_around_a_token_are_left_out() =>
        Assert.Equal(Token, Parse("\uFEFF \t" + Token + "\u2028\r\n\uFEFF", out _));

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
