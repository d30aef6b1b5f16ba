namespace WaiaaS.Tests.Files;

public sealed class WriteTests
{
    [Fact]
    public void The_file_holds_the_token_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        string token = SampleToken.New();

        new Store().Write(directory["data", "mcp-token"], " \uFEFF" + token + "\r\n");

        Assert.Equal(token.Select(c => (byte)c), File.ReadAllBytes(directory["data", "mcp-token"]));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void The_last_writer_wins()
    {
        using var directory = new TemporaryDirectory();
        var store = new Store();
        string last = SampleToken.New();

        store.Write(directory["mcp-token"], SampleToken.OfLength(8192));
        store.Write(directory["mcp-token"], last);

        Assert.Equal(last, File.ReadAllText(directory["mcp-token"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("eyJh.eyJz.c2ln")]
    [InlineData("wai_sess_a.b")]
    [InlineData("wai_sess_a..c")]
    [InlineData("wai_sess_a.b$.c")]
    [InlineData("wai_sess_a.b\n.c")]
    public void What_is_no_token_is_refused_before_anything_is_touched(string text)
    {
        using var directory = new TemporaryDirectory();

        TokenException failure = Store.ErrorOf(() => new Store().Write(directory["data", "mcp-token"], text));

        Assert.Equal(TokenError.TokenInputInvalid, failure.Error);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void One_byte_too_many_is_refused()
    {
        using var directory = new TemporaryDirectory();

        TokenException failure = Store.ErrorOf(() => new Store().Write(directory["mcp-token"], SampleToken.OfLength(8193)));

        Assert.Equal(TokenError.TokenTooLarge, failure.Error);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("{\"exp\":1}", "expired at 1970-01-01")]
    [InlineData("not JSON", "not a JSON object")]
    public void A_doubtful_payload_is_a_warning_and_written(string payload, string words)
    {
        using var directory = new TemporaryDirectory();
        var store = new Store();
        string token = SampleToken.WithPayload(payload);

        store.Write(directory["mcp-token"], token);

        Assert.Contains(words, Assert.Single(store.Warnings), StringComparison.Ordinal);
        Assert.Equal(token, File.ReadAllText(directory["mcp-token"]));
    }

    [Fact]
    public void A_write_gives_what_a_look_at_the_written_file_gives()
    {
        using var directory = new TemporaryDirectory();
        var store = new Store();

        TokenInfo written = store.Write(directory["mcp-token"], SampleToken.New());

        TokenInfo read = new TokenStore(store, default).Inspect(TokenLocation.AtPath(directory["mcp-token"]));
        Assert.Equal(
            (read.State, read.Path, read.SessionId, read.ExpiresAt, read.Length, read.Owner, read.Mode, read.Access, read.IsOpenToOthers),
            (written.State, written.Path, written.SessionId, written.ExpiresAt, written.Length, written.Owner, written.Mode, written.Access, written.IsOpenToOthers));
        Assert.InRange((read.LastWriteTime - written.LastWriteTime)!.Value.Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_write_that_fails_warns_of_nothing()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["mcp-token"]);
        var store = new Store();

        Store.ErrorOf(() => store.Write(directory["mcp-token"], SampleToken.WithPayload("{\"exp\":1}")));

        Assert.Empty(store.Warnings);
    }

    [Fact]
    public void A_token_without_expiry_is_no_warning()
    {
        using var directory = new TemporaryDirectory();
        var store = new Store();

        store.Write(directory["mcp-token"], SampleToken.New(expiresIn: null));

        Assert.Empty(store.Warnings);
    }

    [Fact]
    public void A_write_that_is_cancelled_leaves_the_old_token_and_no_temporary_file()
    {
        using var directory = new TemporaryDirectory();
        string path = directory["mcp-token"];
        string old = SampleToken.New();
        new Store().Write(path, old);
        using var cancelled = new CancellationTokenSource();
        var store = new TokenStore(new Store(), cancelled.Token);
        using Token token = Token.Parse(SampleToken.Secure(SampleToken.New()), path);
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => store.Write(TokenLocation.AtPath(path), token, 3));
        Assert.Equal(old, File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void A_read_that_is_cancelled_while_it_waits_ends()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["mcp-token"], string.Empty);
        using var cancelled = new CancellationTokenSource();
        var store = new TokenStore(new Cancelling(cancelled), cancelled.Token);

        Assert.Throws<OperationCanceledException>(() => store.Read(TokenLocation.AtPath(directory["mcp-token"])));
    }

    private sealed class Cancelling(CancellationTokenSource source) : ITokenLogger
    {
        public void Warning(string message, Remedy remedy, string path)
        {
        }

        public void Verbose(string message) => source.Cancel();
    }
}
