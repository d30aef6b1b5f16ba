namespace WaiaaS.Tests.Files;

public sealed class LeftoversTests : IDisposable
{
    private static readonly DateTime Old = DateTime.UtcNow.AddMinutes(-61);

    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory["mcp-token"];

    private string Leftover => _directory[".a.1.0123abcd.tmp"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(".mcp-token.4242.0123abcd.tmp", -61, false)]
    [InlineData(".other.1.ffffffff.tmp", -61, false)]
    [InlineData(".mcp-token.4242.0123abcd.tmp", -59, true)]
    [InlineData(".mcp-token.4242.0123abcd.tmp", 60, true)]
    [InlineData(".mcp-token.4242.0123ABCD.tmp", -6000, true)]
    [InlineData("mcp-token.tmp", -6000, true)]
    [InlineData(".mcp-token.4242.0123abcd.tmp.bak", -6000, true)]
    public void Only_an_old_leftover_goes_with_the_first_write(string name, int minutes, bool stays)
    {
        Leave(_directory[name], DateTime.UtcNow.AddMinutes(minutes));
        var store = new Store();

        store.Write(Target, SampleToken.New());

        Assert.Equal(stays, File.Exists(_directory[name]));
        Assert.Equal(stays, !store.Verbose.Any(message => message.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_directory_and_a_link_with_a_leftovers_name_stay()
    {
        Unix.Need();
        Directory.CreateDirectory(Leftover);
        Directory.SetLastWriteTimeUtc(Leftover, Old);
        Leave(_directory["target"], Old);
        File.CreateSymbolicLink(_directory[".b.1.0123abcd.tmp"], _directory["target"]);
        Unix.Output("touch", "-h", "-d", "3 hours ago", _directory[".b.1.0123abcd.tmp"]);

        new Store().Write(Target, SampleToken.New());

        Assert.True(Directory.Exists(Leftover));
        Assert.True(File.Exists(_directory[".b.1.0123abcd.tmp"]));
    }

    [Fact]
    public void A_leftover_of_another_user_stays()
    {
        Unix.NeedRoot();
        Leave(Leftover, Old);
        Unix.SetOwner(Leftover, Unix.Nobody);

        new Store().Write(Target, SampleToken.New());

        Assert.True(File.Exists(Leftover));
    }

    [Fact]
    public void Leftovers_are_looked_for_once_in_a_process()
    {
        new Store().Write(Target, SampleToken.New());
        Leave(Leftover, Old);

        new Store().Write(Target, SampleToken.New());

        Assert.True(File.Exists(Leftover));
    }

    private static void Leave(string path, DateTime lastWrite)
    {
        File.WriteAllText(path, SampleToken.New());
        File.SetLastWriteTimeUtc(path, lastWrite);
    }
}
