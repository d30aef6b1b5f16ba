namespace WaiaaS.Tests.Tokens;

public sealed class TokenRecognizerTests
{
    private static readonly string Token = SampleToken.New();

    [Fact]
    public void Every_start_of_a_token_is_recognised_once_its_prefix_or_half_its_header_is_there()
    {
        Assert.All(Enumerable.Range(TokenFormat.Prefix.Length, Token.Length - TokenFormat.Prefix.Length), length =>
            Assert.True(TokenRecognizer.IsIn(Token[..length])));
        string bare = Token[TokenFormat.Prefix.Length..];
        Assert.All(Enumerable.Range(11, bare.Length - 11), length => Assert.True(TokenRecognizer.IsIn(bare[..length])));
    }

    [Theory]
    [InlineData("x ")]
    [InlineData("/data/")]
    [InlineData("'")]
    [InlineData("_")]
    [InlineData("$env:A=")]
    public void A_token_is_recognised_wherever_it_stands(string before)
    {
        Assert.Equal(before.Length + TokenFormat.Prefix.Length, TokenRecognizer.IndexIn(before + Token + "'"));
        Assert.Equal(before.Length, TokenRecognizer.IndexIn(before + Token[TokenFormat.Prefix.Length..]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0193a2b4-7c1d-7000-8000-000000000001")]
    [InlineData("/home/ada/.waiaas/mcp-tokens/trading")]
    [InlineData("wai_session")]
    [InlineData("eyJ")]
    [InlineData("eyJournal.txt")]
    [InlineData("keyJournalOfTheYear")]
    [InlineData("my.wallet-1")]
    public void A_name_is_no_token(string text) => Assert.False(TokenRecognizer.IsIn(text));
}
