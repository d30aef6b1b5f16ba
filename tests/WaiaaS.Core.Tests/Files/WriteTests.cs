namespace WaiaaS.Tests.Files;

public sealed class WriteTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Target => _directory["mcp-token"];

    public static TheoryData<string, TokenError> Invalid => new()
    {
        { "", TokenError.TokenInputInvalid },
        { " \n", TokenError.TokenInputInvalid },
        { "eyJh.eyJz.c2ln", TokenError.TokenInputInvalid },
        { "wai_sess_a.b", TokenError.TokenInputInvalid },
        { "wai_sess_a..c", TokenError.TokenInputInvalid },
        { "wai_sess_a.b$.c", TokenError.TokenInputInvalid },
        { "wai_sess_a.b\n.c", TokenError.TokenInputInvalid },
        { SampleToken.OfLength(8193), TokenError.TokenTooLarge },
    };

    [Fact]
    public void The_file_holds_the_last_token_and_nothing_else()
    {
        string path = _directory["data", "mcp-token"];
        string last = SampleToken.New();

        new Store().Write(path, SampleToken.OfLength(8192));
        new Store().Write(path, " \uFEFF" + last + "\r\n");

        Assert.Equal(last.Select(c => (byte)c), File.ReadAllBytes(path));
        Assert.Empty(_directory.Temporaries());
    }

    [Fact]
    public void The_check_of_a_write_leaves_an_old_token_as_it_is_and_nothing_else_behind()
    {
        string token = SampleToken.New();
        new Store().Write(Target, token);
        DateTime written = File.GetLastWriteTimeUtc(Target);

        new Store().EnsureWritable(Target);
        new Store().EnsureWritable(_directory["new", "mcp-token"]);

        Assert.Equal(token, File.ReadAllText(Target));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Target));
        Assert.Empty(_directory.Temporaries());
        Assert.Empty(Directory.GetFileSystemEntries(_directory["new"]));
    }

    [Fact]
    public void The_check_of_a_write_fails_where_a_directory_has_the_name()
    {
        Directory.CreateDirectory(Target);

        Assert.Equal(TokenError.TokenNotRegularFile, Store.ErrorOf(() => new Store().EnsureWritable(Target)).Error);
        Assert.Empty(_directory.Temporaries());
    }

    [Theory]
    [InlineData(WriteStep.Create)]
    [InlineData(WriteStep.Write)]
    [InlineData(WriteStep.Check)]
    public void The_check_of_a_write_fails_where_a_write_would(WriteStep step)
    {
        var full = new DisturbedFileSystem(step, before: () => throw new FileSystemException(FileSystemError.Other, "ENOSPC", "a failure of the test"));
        var writer = new TokenWriter(full, new Store(), new RetryPolicy(0, logger: null));

        TokenException error = Store.ErrorOf(() => writer.EnsureWritable(TokenLocation.AtPath(Target)));

        Assert.Equal(TokenError.TokenWriteFailed, error.Error);
        Assert.Empty(_directory.Temporaries());
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_no_token_is_refused_before_anything_is_touched(string text, TokenError error)
    {
        Assert.Equal(error, Store.ErrorOf(() => new Store().Write(_directory["data", "mcp-token"], text)).Error);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("{\"exp\":1}", "expired at 1970-01-01")]
    [InlineData("not JSON", "not a JSON object")]
    [InlineData("{\"sub\":\"without expiry\"}", null)]
    public void A_doubtful_payload_is_a_warning_and_written(string payload, string? words)
    {
        var store = new Store();
        string token = SampleToken.WithPayload(payload);

        store.Write(Target, token);

        Assert.Equal(token, File.ReadAllText(Target));
        Assert.Equal(words is null ? 0 : 1, store.Warnings.Count);
        Assert.All(store.Warnings, warning => Assert.Contains(words!, warning, StringComparison.Ordinal));
    }

    [Fact]
    public void A_write_gives_what_a_look_at_the_written_file_gives()
    {
        var store = new Store();

        TokenInfo written = store.Write(Target, SampleToken.New());

        TokenInfo read = new TokenStore(store, default).Inspect(TokenLocation.AtPath(Target));
        // Not the access in words: wine tells more of it once the file has its name.
        Assert.EquivalentWithExclusions(read, written, info => info.LastWriteTime, info => info.Remaining, info => info.Access);
        Assert.InRange((read.LastWriteTime - written.LastWriteTime)!.Value.Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_write_that_fails_warns_of_nothing()
    {
        Directory.CreateDirectory(Target);
        var store = new Store();

        Store.ErrorOf(() => store.Write(Target, SampleToken.WithPayload("{\"exp\":1}")));

        Assert.Empty(store.Warnings);
    }

    [Fact]
    public void A_write_that_is_cancelled_leaves_the_old_token_and_no_temporary_file()
    {
        string old = SampleToken.New();
        new Store().Write(Target, old);

        Assert.Throws<OperationCanceledException>(() => new Store(new CancellationToken(canceled: true)).Write(Target, SampleToken.New()));

        Assert.Equal(old, File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void A_read_that_is_cancelled_while_it_waits_ends()
    {
        File.WriteAllText(Target, string.Empty);
        using var cancelled = new CancellationTokenSource();
        var store = new Store(cancelled.Token) { OnVerbose = cancelled.Cancel };

        Assert.Throws<OperationCanceledException>(() => store.Read(Target));
    }
}
