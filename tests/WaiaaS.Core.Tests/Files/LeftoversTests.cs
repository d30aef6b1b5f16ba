namespace WaiaaS.Tests.Files;

public sealed class LeftoversTests
{
    private static readonly DateTime Old = DateTime.UtcNow.AddMinutes(-61);

    [Theory]
    [InlineData(".mcp-token.4242.0123abcd.tmp")]
    [InlineData(".other.1.ffffffff.tmp")]
    public void An_old_leftover_goes_with_the_first_write(string name)
    {
        using var directory = new TemporaryDirectory();
        Leave(directory[name], Old);
        var store = new Store();

        store.Write(directory["mcp-token"], SampleToken.New());

        Assert.False(File.Exists(directory[name]));
        Assert.Contains(store.Verbose, message => message.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(".mcp-token.4242.0123abcd.tmp", -59)]
    [InlineData(".mcp-token.4242.0123abcd.tmp", 60)]
    [InlineData(".mcp-token.4242.0123ABCD.tmp", -6000)]
    [InlineData("mcp-token.tmp", -6000)]
    [InlineData(".mcp-token.4242.0123abcd.tmp.bak", -6000)]
    public void A_young_leftover_and_a_file_of_another_name_stay(string name, int minutes)
    {
        using var directory = new TemporaryDirectory();
        Leave(directory[name], DateTime.UtcNow.AddMinutes(minutes));

        new Store().Write(directory["mcp-token"], SampleToken.New());

        Assert.True(File.Exists(directory[name]));
    }

    [Fact]
    public void A_directory_and_a_link_with_a_leftovers_name_stay()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory[".a.1.0123abcd.tmp"]);
        Directory.SetLastWriteTimeUtc(directory[".a.1.0123abcd.tmp"], Old);
        Leave(directory["target"], Old);
        File.CreateSymbolicLink(directory[".b.1.0123abcd.tmp"], directory["target"]);
        Unix.Output("touch", "-h", "-d", "3 hours ago", directory[".b.1.0123abcd.tmp"]);

        new Store().Write(directory["mcp-token"], SampleToken.New());

        Assert.True(Directory.Exists(directory[".a.1.0123abcd.tmp"]));
        Assert.True(File.Exists(directory[".b.1.0123abcd.tmp"]));
    }

    [Fact]
    public void A_leftover_of_another_user_stays()
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        string name = directory[".a.1.0123abcd.tmp"];
        Leave(name, Old);
        Unix.SetOwner(name, Unix.Nobody);

        new Store().Write(directory["mcp-token"], SampleToken.New());

        Assert.True(File.Exists(name));
    }

    [Fact]
    public void Leftovers_are_looked_for_once_in_a_process()
    {
        using var directory = new TemporaryDirectory();
        new Store().Write(directory["mcp-token"], SampleToken.New());
        Leave(directory[".a.1.0123abcd.tmp"], Old);

        new Store().Write(directory["mcp-token"], SampleToken.New());

        Assert.True(File.Exists(directory[".a.1.0123abcd.tmp"]));
    }

    private static void Leave(string path, DateTime lastWrite)
    {
        File.WriteAllText(path, SampleToken.New());
        File.SetLastWriteTimeUtc(path, lastWrite);
    }
}
