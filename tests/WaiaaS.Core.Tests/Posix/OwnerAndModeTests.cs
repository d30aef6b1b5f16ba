namespace WaiaaS.Tests.Posix;

[Collection(ProcessWide.Name)]
public sealed class OwnerAndModeTests
{
    private const uint Root = 0;
    private const uint Nobody = Unix.Nobody;

    [Theory]
    [InlineData("Root reads a user's token in the user's own directory", Root, "0600", Nobody, "0755", Nobody, null)]
    [InlineData("A user trusts a file of root", Nobody, "0644", Root, "0755", Nobody, null)]
    [InlineData("A directory may be entered but not listed", Nobody, "0600", Nobody, "0711", Root, null)]
    [InlineData("A file of another user in one's own directory", Root, "0600", Nobody, "0700", Root, TokenError.TokenOwnerMismatch)]
    [InlineData("A group can put files beside the owner's", Root, "0600", Nobody, "0770", Nobody, TokenError.TokenOwnerMismatch)]
    [InlineData("Others can put files beside the owner's", Root, "0600", Nobody, "0702", Nobody, TokenError.TokenOwnerMismatch)]
    [InlineData("A shared directory", Root, "0600", Nobody, "1777", Nobody, TokenError.TokenOwnerMismatch)]
    [InlineData("A file that may not be read", Nobody, "0000", Nobody, "0755", Nobody, TokenError.TokenAccessDenied)]
    public void The_owners_and_modes_decide_whether_a_token_is_read(
        string _, uint reader, string mode, uint owner, string directoryMode, uint directoryOwner, TokenError? error)
    {
        Unix.NeedRoot();
        Assert.SkipUnless(directoryMode != "0711" || OperatingSystem.IsLinux(), "needs O_PATH");
        using var directory = new TemporaryDirectory();
        string token = WriteAs(directory, owner, mode, directoryOwner, directoryMode);
        string? read = null;
        TokenException? failure = null;

        Unix.As(reader, () => failure = Record.Exception(() => read = new Store().Read(directory["mcp-token"])) as TokenException);

        Assert.Equal(error, failure?.Error);
        Assert.Equal(error is null ? token : null, read);
        if (error == TokenError.TokenOwnerMismatch)
            Assert.Contains("nobody", failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0500", "mcp-token")]
    [InlineData("0500", "new/mcp-token")]
    [InlineData("0000", "mcp-token")]
    public void A_directory_that_may_not_be_written_is_access_denied_and_nothing_changes(string mode, string name)
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        string token = WriteAs(directory, Nobody, "0600", Nobody, mode);
        TokenException? failure = null;

        Unix.As(Nobody, () => failure = Store.ErrorOf(() => new Store().Write(directory[name], SampleToken.New())));

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
        RunCommandOf(warning);
        Assert.Equal("0600", Unix.ModeOf(path));
    }

    [Theory]
    [InlineData("0770", "0750")]
    [InlineData("0777", "0755")]
    [InlineData("1777", null)]
    [InlineData("0755", null)]
    public void A_directory_that_others_can_write_to_is_a_warning_with_the_command_that_closes_it(string mode, string? closed)
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        Unix.SetMode(directory.Path, mode);
        var writing = new Store();
        var reading = new Store();

        writing.Write(directory["mcp-token"], SampleToken.New());
        reading.Read(directory["mcp-token"]);

        Assert.Equal(mode, Unix.ModeOf(directory.Path));
        Assert.All([writing, reading], store => Assert.Equal(closed is null ? 0 : 1, store.Warnings.Count));
        Assert.All([.. writing.Warnings, .. reading.Warnings], warning =>
        {
            Unix.SetMode(directory.Path, mode);
            RunCommandOf(warning);
            Assert.Equal(closed, Unix.ModeOf(directory.Path));
        });
    }

    private static void RunCommandOf(string warning) =>
        Unix.Output("sh", "-c", warning[warning.LastIndexOf("chmod", StringComparison.Ordinal)..]);

    private static string WriteAs(TemporaryDirectory directory, uint owner, string mode, uint directoryOwner, string directoryMode)
    {
        string token = SampleToken.New();
        File.WriteAllText(directory["mcp-token"], token);
        Unix.SetMode(directory["mcp-token"], mode);
        Unix.SetOwner(directory["mcp-token"], owner);
        Unix.SetOwner(directory.Path, directoryOwner);
        Unix.SetMode(directory.Path, directoryMode);
        return token;
    }
}
