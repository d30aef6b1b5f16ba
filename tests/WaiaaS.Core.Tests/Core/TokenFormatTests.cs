using System.Linq;
using WaiaaS.Tests.Infrastructure;
using WaiaaS.Tokens;
using Xunit;

namespace WaiaaS.Tests.Core;

public sealed class TokenFormatTests
{
    private static readonly string Token = SampleToken.New();

    [Theory]
    [InlineData("", TokenFlaw.Empty)]
    [InlineData(" \t\r\n\u00A0\uFEFF", TokenFlaw.Empty)]
    [InlineData("eyJh.eyJz.c2ln", TokenFlaw.NoPrefix)]
    [InlineData("WAI_SESS_a.b.c", TokenFlaw.NoPrefix)]
    [InlineData("wai_sess", TokenFlaw.NoPrefix)]
    [InlineData("wai_sess_", TokenFlaw.NotThreeParts)]
    [InlineData("wai_sess_a.b", TokenFlaw.NotThreeParts)]
    [InlineData("wai_sess_a.b.c.d", TokenFlaw.NotThreeParts)]
    [InlineData("wai_sess_.b.c", TokenFlaw.EmptyPart)]
    [InlineData("wai_sess_a..c", TokenFlaw.EmptyPart)]
    [InlineData("wai_sess_a.b.", TokenFlaw.EmptyPart)]
    [InlineData("wai_sess_a.b.c=", TokenFlaw.ForeignCharacter)]
    [InlineData("wai_sess_a.b+.c", TokenFlaw.ForeignCharacter)]
    [InlineData("wai_sess_a.b/.c", TokenFlaw.ForeignCharacter)]
    [InlineData("wai_sess_a.\u00E9.c", TokenFlaw.ForeignCharacter)]
    [InlineData("wai_sess_a.b\0.c", TokenFlaw.ForeignCharacter)]
    [InlineData("wai_sess_a.b\n.c", TokenFlaw.InnerWhiteSpace)]
    [InlineData("wai_sess_a.b .c", TokenFlaw.InnerWhiteSpace)]
    [InlineData("{\"token\":\"wai_sess_a.b.c\"}", TokenFlaw.Json)]
    public void What_is_no_token_is_refused_for_the_right_reason(string text, object flaw)
    {
        Assert.Null(Parse(text, out TokenFlaw found));
        Assert.Equal((TokenFlaw)flaw, found);
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
        Assert.Null(Parse(largest + "A", out TokenFlaw flaw));
        Assert.Equal(TokenFlaw.TooLarge, flaw);
    }

    [Fact]
    public void A_token_that_lost_the_end_of_its_signature_is_seen_to_be_incomplete()
    {
        Assert.True(IsComplete(Token));
        Assert.All(Enumerable.Range(1, 42), lost => Assert.False(IsComplete(Token[..^lost])));
        Assert.False(IsComplete(Token + "A"));
    }

    [Theory]
    [InlineData("wai_sess_a.b.c")]
    [InlineData("wai_sess_eyJhbGciOiJFUzI1NiJ9.e30.c")]
    public void A_token_of_another_algorithm_counts_as_complete(string token) => Assert.True(IsComplete(token));

    private static string? Parse(string text, out TokenFlaw flaw)
    {
        using Token? token = Tokens.Token.FromSecureString(SampleToken.Secure(text), out flaw);
        return token?.ToPlainText();
    }

    private static bool IsComplete(string text)
    {
        using Token? token = Tokens.Token.FromSecureString(SampleToken.Secure(text), out _);
        return token!.IsComplete;
    }
}
