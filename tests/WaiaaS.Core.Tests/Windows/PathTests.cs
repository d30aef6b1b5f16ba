using System.Globalization;

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

    [Theory]
    [InlineData(@"\\?\{0}:{1}", "an extended path")]
    [InlineData(@"\\localhost\{0}${1}", "the administrative share of a drive")]
    public void The_directory_by_another_path_works(string format, string need)
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string same = string.Format(CultureInfo.InvariantCulture, format, directory.Path[0], directory.Path[2..]);
        Assert.SkipUnless(Directory.Exists(same), "needs " + need);

        AssertWorks(TokenLocation.InDataDirectory(same + @"\data", null));
        AssertWorks(TokenLocation.AtPath(same + @"\data\mcp-token"));

        Assert.Equal(_token, File.ReadAllText(directory["data", "mcp-token"]));
    }

    private void AssertWorks(TokenLocation location)
    {
        new Store().Write(location, _token);

        Assert.Equal(_token, new Store().Read(location.FullPath));
    }
}
