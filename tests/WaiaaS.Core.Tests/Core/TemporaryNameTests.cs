using System;
using System.Linq;
using WaiaaS.Files;
using Xunit;

namespace WaiaaS.Tests.Core;

public sealed class TemporaryNameTests
{
    [Theory]
    [InlineData("mcp-token")]
    [InlineData("a.b.1.c")]
    public void A_name_tells_its_token_and_its_process(string fileName)
    {
        string name = TemporaryName.For(fileName);

        Assert.True(TemporaryName.TryParse(name, out string parsed, out int pid));
        Assert.Equal((fileName, Environment.ProcessId), (parsed, pid));
    }

    [Fact]
    public void No_two_names_are_the_same() =>
        Assert.Equal(200, Enumerable.Range(0, 200).Select(_ => TemporaryName.For("t")).Distinct().Count());

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
    public void Nobody_elses_file_has_the_pattern(string name) => Assert.False(TemporaryName.TryParse(name, out _, out _));
}
