namespace WaiaaS.Tests.Posix;

[Collection(ProcessWide.Name)]
public sealed class OwnerAndModeTests
{
    private const uint Somebody = 12345;

    [Fact]
    public void A_file_of_somebody_else_in_ones_own_directory_is_refused()
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        WriteAs(directory, Unix.Nobody, directoryOwner: 0, "0700");

        TokenException failure = Store.ErrorOf(() => new Store().Read(directory["mcp-token"]));

        Assert.Equal(TokenError.TokenOwnerMismatch, failure.Error);
        Assert.Contains("nobody", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0770")]
    [InlineData("0702")]
    [InlineData("1777")]
    public void A_file_of_the_directorys_owner_is_refused_where_others_can_put_files(string mode)
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        WriteAs(directory, Unix.Nobody, Unix.Nobody, mode);

        Assert.Equal(TokenError.TokenOwnerMismatch, Store.ErrorOf(() => new Store().Read(directory["mcp-token"])).Error);
    }

    [Fact]
    public void Root_reads_a_users_token_in_the_users_own_directory()
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        string token = WriteAs(directory, Unix.Nobody, Unix.Nobody, "0755");

        Assert.Equal(token, new Store().Read(directory["mcp-token"]));
    }

    [Fact]
    public void A_file_of_root_is_trusted()
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        string token = WriteAs(directory, 0, Unix.Nobody, "0755");
        Unix.SetMode(directory["mcp-token"], "0644");
        string? read = null;

        Unix.As(Unix.Nobody, () => read = new Store().Read(directory["mcp-token"]));

        Assert.Equal(token, read);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_access_denied()
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        WriteAs(directory, Unix.Nobody, Unix.Nobody, "0755");
        Unix.SetMode(directory["mcp-token"], "0000");
        TokenException? failure = null;

        Unix.As(Unix.Nobody, () => failure = Store.ErrorOf(() => new Store().Read(directory["mcp-token"])));

        Assert.Equal(TokenError.TokenAccessDenied, failure!.Error);
    }

    [Fact]
    public void A_token_is_read_from_a_directory_that_may_be_entered_but_not_listed()
    {
        Unix.NeedRoot();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs O_PATH");
        using var directory = new TemporaryDirectory();
        string token = WriteAs(directory, Unix.Nobody, 0, "0711");
        string? read = null;

        Unix.As(Unix.Nobody, () => read = new Store().Read(directory["mcp-token"]));

        Assert.Equal(token, read);
    }

    [Theory]
    [InlineData("0500", "mcp-token")]
    [InlineData("0500", "new/mcp-token")]
    [InlineData("0000", "mcp-token")]
    public void A_directory_that_may_not_be_written_is_access_denied_and_nothing_changes(string mode, string name)
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        string token = WriteAs(directory, Unix.Nobody, Unix.Nobody, mode);
        TokenException? failure = null;

        Unix.As(Unix.Nobody, () => failure = Store.ErrorOf(() => new Store().Write(directory[name], SampleToken.New())));

        Assert.Equal(TokenError.TokenAccessDenied, failure!.Error);
        Assert.Equal(token, File.ReadAllText(directory["mcp-token"]));
        Assert.Equal([directory["mcp-token"]], Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("0644")]
    [InlineData("0640")]
    [InlineData("0602")]
    [InlineData("0620")]
    public void A_file_open_to_others_is_a_warning_with_the_command_that_closes_it(string mode)
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        string path = directory["it's a token"];
        File.WriteAllText(path, SampleToken.New());
        Unix.SetMode(path, mode);
        var store = new Store();

        store.Read(path);

        string warning = Assert.Single(store.Warnings);
        Assert.Contains(mode, warning, StringComparison.Ordinal);
        string command = warning[warning.IndexOf("chmod", StringComparison.Ordinal)..];
        Assert.Equal(0, Unix.Run("sh", "-c", command).Code);
        Assert.Equal("0600", Unix.ModeOf(path));
    }

    [Theory]
    [InlineData("0770", 1)]
    [InlineData("0777", 1)]
    [InlineData("1777", 0)]
    [InlineData("0755", 0)]
    public void A_directory_that_others_can_write_to_is_a_warning_when_reading(string mode, int warnings)
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        new Store().Write(directory["mcp-token"], SampleToken.New());
        Unix.SetMode(directory.Path, mode);
        var store = new Store();

        store.Read(directory["mcp-token"]);

        Assert.Equal(warnings, store.Warnings.Count);
    }

    [Fact]
    public void Root_does_not_give_away_a_directory_that_was_there_before()
    {
        Unix.NeedRoot();
        using var home = new TemporaryDirectory();
        Unix.SetOwner(home.Path, Somebody);
        Directory.CreateDirectory(home["roots"]);
        File.WriteAllText(home["roots", "secret"], "x");

        new Store().Write(home["roots", "mcp-token"], SampleToken.New());

        Assert.Equal(0u, Unix.OwnerOf(home["roots"]));
    }

    private static string WriteAs(TemporaryDirectory directory, uint owner, uint directoryOwner, string directoryMode)
    {
        string token = SampleToken.New();
        File.WriteAllText(directory["mcp-token"], token);
        Unix.SetMode(directory["mcp-token"], "0600");
        Unix.SetOwner(directory["mcp-token"], owner);
        Unix.SetOwner(directory.Path, directoryOwner);
        Unix.SetMode(directory.Path, directoryMode);
        return token;
    }
}
