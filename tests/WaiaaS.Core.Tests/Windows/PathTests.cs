namespace WaiaaS.Tests.Windows;

/// <summary>Paths that Windows alone has.</summary>
public sealed class PathTests
{
    private readonly string _token = SampleToken.New();

    [Fact]
    public void A_path_of_more_than_260_characters_works()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string data = directory[new string('a', 100), new string('b', 100), new string('c', 100)];
        string wallet = new('w', 128);

        AssertWorks(TokenLocation.InDataDirectory(data, wallet));
        AssertWorks(TokenLocation.AtPath(Path.Combine(data, "mcp-token")));

        Assert.Equal(_token, File.ReadAllText(Path.Combine(data, "mcp-tokens", wallet)));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void A_share_works()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string share = @"\\localhost\" + directory.Path[0] + '$' + directory.Path[2..];
        Win32.NeedShare(share);

        AssertWorks(TokenLocation.InDataDirectory(share + @"\data", null));

        Assert.Equal(_token, File.ReadAllText(directory["data", "mcp-token"]));
    }

    [Fact]
    public void A_path_that_is_extended_already_works()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();

        AssertWorks(TokenLocation.AtPath(@"\\?\" + directory["data", "mcp-token"]));

        Assert.Equal(_token, File.ReadAllText(directory["data", "mcp-token"]));
    }

    private void AssertWorks(TokenLocation location)
    {
        new Store().Write(location, _token);

        Assert.Equal(_token, new Store().Read(location.FullPath));
    }
}
