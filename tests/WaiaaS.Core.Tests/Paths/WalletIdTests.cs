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
    [InlineData("a token", "wai_sess_a.b.c")]
    public void Anything_else_is_refused_and_not_repeated(string _, params string[] ids) => Assert.All(ids, id =>
    {
        TokenException failure = Assert.Throws<TokenException>(() => WalletId.Check(id));

        Assert.Equal(TokenError.WalletIdInvalid, failure.Error);
        if (id.Length > 2)
            Assert.DoesNotContain(id, failure.ToString(), StringComparison.Ordinal);
    });
}
