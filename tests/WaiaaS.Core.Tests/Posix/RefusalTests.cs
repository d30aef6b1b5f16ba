namespace WaiaaS.Tests.Posix;

public sealed class RefusalTests
{
    [Theory]
    [MemberData(nameof(SpecialFiles.Names), MemberType = typeof(SpecialFiles))]
    public void A_special_file_is_not_read_and_is_named_in_the_error(string kind)
    {
        using var directory = new TemporaryDirectory();
        (TokenError error, string words) = SpecialFiles.Make(kind, directory["mcp-token"]);

        TokenException failure = Store.ErrorOf(() => new Store().Read(directory["mcp-token"]));

        Assert.Equal(error, failure.Error);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(directory["mcp-token"], failure.Path);
    }

    [Theory]
    [MemberData(nameof(SpecialFiles.Names), MemberType = typeof(SpecialFiles))]
    public void A_special_file_is_not_replaced_and_is_named_in_the_error(string kind)
    {
        using var directory = new TemporaryDirectory();
        (TokenError error, string words) = SpecialFiles.Make(kind, directory["mcp-token"]);
        string before = Unix.Output("ls", "-lAi", "--time-style=full-iso", directory.Path);

        TokenException failure = Store.ErrorOf(() => new Store().Write(directory["mcp-token"], SampleToken.New()));

        Assert.Equal(error, failure.Error);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Unix.Output("ls", "-lAi", "--time-style=full-iso", directory.Path));
    }

    [Fact]
    public void A_loop_on_the_way_is_not_called_a_link_in_the_files_place()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Directory.CreateSymbolicLink(directory["data"], directory["data"]);

        Assert.Equal(TokenError.TokenReadFailed, Store.ErrorOf(() => new Store().Read(directory["data", "mcp-token"])).Error);
        Assert.Equal(TokenError.TokenWriteFailed, Store.ErrorOf(() => new Store().Write(directory["data", "mcp-token"], SampleToken.New())).Error);
    }

    [Fact]
    public void A_file_on_the_way_is_no_directory()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["data"], "x");

        Assert.Equal(TokenError.TokenReadFailed, Store.ErrorOf(() => new Store().Read(directory["data", "mcp-token"])).Error);
        Assert.Equal(TokenError.TokenWriteFailed, Store.ErrorOf(() => new Store().Write(directory["data", "mcp-token"], SampleToken.New())).Error);
        Assert.Equal("x", File.ReadAllText(directory["data"]));
    }

    [Fact]
    public void A_data_directory_that_links_nowhere_is_an_error_and_stays_a_link()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Directory.CreateSymbolicLink(directory["data"], directory["nowhere"]);

        Assert.Equal(TokenError.TokenWriteFailed, Store.ErrorOf(() => new Store().Write(directory["data", "mcp-token"], SampleToken.New())).Error);
        Assert.Equal(directory["nowhere"], new DirectoryInfo(directory["data"]).LinkTarget);
        Assert.False(Directory.Exists(directory["nowhere"]));
    }
}
