namespace WaiaaS.Tests.Paths;

public sealed class WalletIdTests
{
    [Theory]
    [InlineData("0193a2b4-7c1d-7000-8000-000000000001")]
    [InlineData("a")]
    [InlineData("A.b_c-9")]
    [InlineData("console")]
    [InlineData("com")]
    [InlineData("com10")]
    public void One_safe_file_name_is_allowed(string id) => WalletId.Check(id);

    [Fact]
    public void One_hundred_and_twenty_eight_characters_are_allowed_and_one_more_is_not()
    {
        WalletId.Check(new string('a', 128));
        Assert.False(WalletId.IsValid(new string('a', 129)));
    }

    [Theory]
    [InlineData("no name", "", ".", "..", ".hidden", "trailing.")]
    [InlineData("a path", "a/b", "a\\b", "../x", "a:b")]
    [InlineData("another character", "a b", "a*", "a\0b", "\u00E4")]
    [InlineData("a device of Windows", "NUL", "con", "Aux.txt", "COM1", "lpt9.log")]
    [InlineData("a temporary file of WAIaaS", "ops.tmp", "ops.TMP")]
    public void Anything_else_is_refused_and_named(string _, params string[] ids) => Assert.All(ids, id =>
    {
        TokenException failure = Assert.Throws<TokenException>(() => WalletId.Check(id));

        Assert.Equal(TokenError.WalletIdInvalid, failure.Error);
        Assert.Contains(id.Length == 0 ? "it is empty" : $"'{id.Replace('\0', '\uFFFD')}'", failure.Message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("wai_sess_a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.c")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9")]
    [InlineData("x/wai_sess_a")]
    public void A_token_is_refused_and_not_named(string id)
    {
        TokenException failure = Assert.Throws<TokenException>(() => WalletId.Check(id));

        Assert.Equal(TokenError.WalletIdInvalid, failure.Error);
        Assert.DoesNotContain(id[^6..], failure.ToString(), StringComparison.Ordinal);
    }
}
