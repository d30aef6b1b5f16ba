namespace WaiaaS.Tests.Files;

public sealed class TemporaryNameTests
{
    [Theory]
    [InlineData("mcp-token")]
    [InlineData("a.b.1.c")]
    public void A_name_tells_its_token_and_its_process(string fileName)
    {
        string name = TemporaryName.For(fileName, 4242);

        Assert.True(TemporaryName.TryParse(name, out string parsed, out int pid));
        Assert.Equal((fileName, 4242), (parsed, pid));
    }

    [Fact]
    public void No_two_names_are_the_same() =>
        Assert.Equal(200, Enumerable.Range(0, 200).Select(_ => TemporaryName.For("t", 1)).Distinct().Count());

    [Theory]
    [InlineData("mcp-token")]
    [InlineData("mcp-token.tmp")]
    [InlineData(".mcp-token.tmp")]
    [InlineData(".mcp-token.12.tmp")]
    [InlineData("mcp-token.12.0123abcd.tmp")]
    [InlineData(".mcp-token.12.0123ABCD.tmp")]
    [InlineData(".mcp-token.12.0123abc.tmp")]
    [InlineData(".mcp-token.12.0123abcde.tmp")]
    [InlineData(".mcp-token.-1.0123abcd.tmp")]
    [InlineData(".mcp-token.x.0123abcd.tmp")]
    [InlineData(".mcp-token..0123abcd.tmp")]
    [InlineData(".mcp-token.99999999999.0123abcd.tmp")]
    [InlineData(".12.0123abcd.tmp")]
    [InlineData("..12.0123abcd.tmp")]
    [InlineData(".mcp-token.12.0123abcd.tmp.bak")]
    [InlineData("")]
    public void The_file_of_another_program_does_not_have_the_pattern(string name) => Assert.False(TemporaryName.TryParse(name, out _, out _));
}
