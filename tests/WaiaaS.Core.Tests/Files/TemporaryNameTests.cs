namespace WaiaaS.Tests.Files;

public sealed class TemporaryNameTests
{
    [Fact]
    public void A_name_that_leaves_no_room_for_the_temporary_one_is_an_error_before_anything_is_created()
    {
        using var directory = new TemporaryDirectory();
        string longest = new('n', 230);
        new Store().Write(directory["new", longest], SampleToken.New());

        TokenException error = Store.ErrorOf(() => new Store().Write(directory["newer", longest + "n"], SampleToken.New()));

        Assert.Equal(TokenError.PathNotFileSystem, error.Error);
        Assert.False(Directory.Exists(directory["newer"]));
    }

    [Theory]
    [InlineData("mcp-token")]
    [InlineData("a.b.1.c")]
    public void A_name_tells_its_token(string fileName)
    {
        string name = TemporaryName.For(fileName, 4242);

        Assert.True(TemporaryName.TryParse(name, out string parsed));
        Assert.Equal(fileName, parsed);
    }

    [Fact]
    public void No_two_names_are_the_same() =>
        Assert.Equal(200, Enumerable.Range(0, 200).Select(_ => TemporaryName.For("t", 1)).Distinct().Count());

    [Theory]
    [InlineData("without its parts", "", "mcp-token", "mcp-token.tmp", ".mcp-token.tmp", ".mcp-token.12.tmp")]
    [InlineData("not hidden, or longer", "mcp-token.12.0123abcd.tmp", ".mcp-token.12.0123abcd.tmp.bak")]
    [InlineData("without a token", ".12.0123abcd.tmp", "..12.0123abcd.tmp")]
    [InlineData("another random part", ".mcp-token.12.0123ABCD.tmp", ".mcp-token.12.0123abc.tmp", ".mcp-token.12.0123abcde.tmp")]
    [InlineData("no process", ".mcp-token.-1.0123abcd.tmp", ".mcp-token.x.0123abcd.tmp", ".mcp-token..0123abcd.tmp", ".mcp-token.99999999999.0123abcd.tmp")]
    public void The_file_of_another_program_does_not_have_the_pattern(string _, params string[] names) =>
        Assert.All(names, name => Assert.False(TemporaryName.TryParse(name, out string _)));
}
