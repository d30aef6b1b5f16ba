namespace WaiaaS.Tests.Windows;

/// <summary>
/// A token file that is held, for a while and for good. Windows compares what each handle shares, whichever process
/// opened it, so the test holds the file itself.
/// </summary>
public sealed class RetryTests : IDisposable
{
    // What the holder shares: with this, others may read and write the file, but not replace it.
    private const FileShare WithoutDelete = FileShare.ReadWrite;

    private readonly string _old = SampleToken.New();
    private readonly string _new = SampleToken.New();
    private readonly TemporaryDirectory _directory = new();

    public RetryTests() => File.WriteAllText(Path, _old);

    private string Path => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_write_goes_through_as_soon_as_the_file_is_let_go()
    {
        Win32.Need();
        using FileStream holder = Hold(WithoutDelete);
        var store = new RetriedStore(retries: 3, retry =>
        {
            if (retry == 2)
                holder.Dispose();
        });

        store.Write(Path, _new);

        Assert.Equal(_new, File.ReadAllText(Path));
        Assert.Equal(2, store.Verbose.Count);
        Assert.All(store.Verbose, message => Assert.Contains("ERROR_", message, StringComparison.Ordinal));
        Assert.Empty(_directory.Temporaries());
    }

    [Fact]
    public void A_read_goes_through_as_soon_as_the_file_is_let_go()
    {
        Win32.Need();
        using FileStream holder = Hold(FileShare.None);
        var store = new RetriedStore(retries: 3, _ => holder.Dispose());

        Assert.Equal(_old, store.Read(Path));

        Assert.Contains("ERROR_SHARING_VIOLATION", Assert.Single(store.Verbose), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hold_for_good_is_TokenBusy_and_the_old_token_stays_alone()
    {
        Win32.Need();
        var writing = new RetriedStore(RetryPolicy.DefaultRetries, _ => { });
        var reading = new RetriedStore(RetryPolicy.DefaultRetries, _ => { });

        using (Hold(WithoutDelete))
            Assert.Equal(TokenError.TokenBusy, Store.ErrorOf(() => writing.Write(Path, _new)).Error);
        using (Hold(FileShare.None))
            Assert.Equal(TokenError.TokenBusy, Store.ErrorOf(() => reading.Read(Path)).Error);

        Assert.Equal((3, 3), (writing.Verbose.Count, reading.Verbose.Count));
        Assert.Equal(_old, File.ReadAllText(Path));
        Assert.Empty(_directory.Temporaries());
    }

    [Fact]
    public void A_reader_never_keeps_a_writer_from_opening_the_file()
    {
        Win32.Need();
        using IOpenedFile reading = RealFileSystem.OpenFile(Path);

        using var writer = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        Assert.True(writer.CanWrite);
    }

    private FileStream Hold(FileShare share) => new(Path, FileMode.Open, FileAccess.Read, share);
}
