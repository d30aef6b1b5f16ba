namespace WaiaaS.Tests.Posix;

[Collection(ProcessWide.Name)]
public sealed class WriteTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0x12)]
    [InlineData(0x3F)]
    [InlineData(0x1FF)]
    public void The_file_is_0600_and_the_directories_0700_under_any_umask(uint umask)
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        string token = SampleToken.New();
        string data = directory["new", "data"];

        Unix.WithUmask(umask, () => WriteToWallet(data, token));

        AssertClosed(directory, data, token);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x3F)]
    [InlineData(0x1FF)]
    public void An_ordinary_user_gets_the_same_under_any_umask(uint umask)
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        Unix.SetOwner(directory.Path, Unix.Nobody);
        string token = SampleToken.New();
        string data = directory["new", "data"];

        Unix.WithUmask(umask, () => Unix.As(Unix.Nobody, () => WriteToWallet(data, token)));

        AssertClosed(directory, data, token);
    }

    [Fact]
    public void Root_gives_what_it_makes_to_the_owner_of_the_directory_above()
    {
        Unix.NeedRoot();
        using var home = new TemporaryDirectory();
        Unix.SetOwner(home.Path, Unix.Nobody);
        string token = SampleToken.New();
        string data = home[".waiaas"];
        var core = new Store();

        core.Write(TokenLocation.InDataDirectory(data, "w"), token);

        foreach (string path in new[] { data, Path.Combine(data, "mcp-tokens"), Path.Combine(data, "mcp-tokens", "w") })
            Assert.Equal(Unix.Nobody, Unix.OwnerOf(path));
        string? read = null;
        Unix.As(Unix.Nobody, () => read = core.Read(Path.Combine(data, "mcp-tokens", "w")));
        Assert.Equal(token, read);
    }

    [Fact]
    public void A_directory_that_is_there_is_left_as_it_is()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Unix.SetMode(directory.Path, "0755");

        new Store().Write(directory["mcp-token"], SampleToken.New());

        Assert.Equal("0755", Unix.ModeOf(directory.Path));
    }

    [Fact]
    public void A_file_that_others_could_read_is_closed_by_writing_it_again()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        string path = directory["mcp-token"];
        File.WriteAllText(path, SampleToken.New());
        Unix.SetMode(path, "0644");

        new Store().Write(path, SampleToken.New());

        Assert.Equal("0600", Unix.ModeOf(path));
    }

    [Fact]
    public void A_hard_link_to_the_old_token_keeps_the_old_token()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        string old = SampleToken.New();
        File.WriteAllText(directory["mcp-token"], old);
        Assert.Equal(0, Unix.Run("ln", directory["mcp-token"], directory["elsewhere"]).Code);

        new Store().Write(directory["mcp-token"], SampleToken.New());

        Assert.Equal(old, File.ReadAllText(directory["elsewhere"]));
    }

    [Fact]
    public void A_data_directory_that_is_a_link_is_followed()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["real"]);
        Directory.CreateSymbolicLink(directory["link"], directory["real"]);
        string token = SampleToken.New();

        new Store().Write(directory["link", "mcp-token"], token);

        Assert.Equal(token, new Store().Read(directory["real", "mcp-token"]));
    }

    [Fact]
    public void A_directory_that_others_can_write_to_is_a_warning_with_the_command_that_closes_it()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Unix.SetMode(directory.Path, "0777");
        var core = new Store();

        core.Write(directory["mcp-token"], SampleToken.New());

        string warning = Assert.Single(core.Warnings);
        string command = warning[warning.LastIndexOf("chmod", System.StringComparison.Ordinal)..];
        Assert.Equal(0, Unix.Run("sh", "-c", command).Code);
        Assert.Equal("0755", Unix.ModeOf(directory.Path));
    }

    [Fact]
    public void The_sticky_bit_makes_a_shared_directory_no_warning()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Unix.SetMode(directory.Path, "1777");
        var core = new Store();

        core.Write(directory["mcp-token"], SampleToken.New());

        Assert.Empty(core.Warnings);
    }

    private static void WriteToWallet(string data, string token) =>
        new Store().Write(TokenLocation.InDataDirectory(data, "w"), token);

    private static void AssertClosed(TemporaryDirectory directory, string data, string token)
    {
        string file = Path.Combine(data, "mcp-tokens", "w");
        Assert.Equal("0600", Unix.ModeOf(file));
        foreach (string made in new[] { directory["new"], data, Path.Combine(data, "mcp-tokens") })
            Assert.Equal("0700", Unix.ModeOf(made));
        Assert.Equal(token, File.ReadAllText(file));
        Assert.Empty(directory.Temporaries());
    }
}
