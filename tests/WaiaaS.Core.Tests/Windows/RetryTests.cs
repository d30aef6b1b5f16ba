using System.Diagnostics;

namespace WaiaaS.Tests.Windows;

/// <summary>
/// A token file that is held, for a while and for good. Windows compares what each handle shares, whichever process
/// opened it, so the test holds the file itself.
/// </summary>
public sealed class RetryTests
{
    private const FileShare WithoutDelete = FileShare.ReadWrite;

    private readonly string _old = SampleToken.New();
    private readonly string _new = SampleToken.New();

    [Fact]
    public void A_write_goes_through_as_soon_as_the_file_is_let_go()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using FileStream reader = Hold(directory, WithoutDelete);
        var writing = new Writing(retries: 3, wait: number =>
        {
            if (number == 2)
                reader.Dispose();
        });

        writing.Write(directory["mcp-token"], _new);

        Assert.Equal(_new, File.ReadAllText(directory["mcp-token"]));
        Assert.Equal(2, writing.Verbose.Count);
        Assert.All(writing.Verbose, message => Assert.Contains("ERROR_", message, StringComparison.Ordinal));
        Assert.Contains("(1 of 3)", writing.Verbose[0], StringComparison.Ordinal);
        Assert.Contains("(2 of 3)", writing.Verbose[1], StringComparison.Ordinal);
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public async Task A_hold_of_60_ms_is_outlasted_by_real_waits()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using FileStream reader = Hold(directory, WithoutDelete);
        Task? release = null;

        // From the first refusal on, so that a slow start of the write is not taken for a success.
        var writing = new Writing(retries: 1000)
        {
            OnVerbose = _ => release ??= Task.Delay(60, TestContext.Current.CancellationToken).ContinueWith(_ => reader.Dispose(), TaskScheduler.Default),
        };
        writing.Write(directory["mcp-token"], _new);

        Assert.NotNull(release);
        await release;
        Assert.Equal(_new, File.ReadAllText(directory["mcp-token"]));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void A_hold_for_good_is_TokenBusy_after_3_retries_told_within_0_3_seconds()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using FileStream reader = Hold(directory, WithoutDelete);

        // The quickest of a few: the promise is the module's, not that of a machine with other work.
        TimeSpan quickest = Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            var writing = new Writing(retries: RetryPolicy.DefaultRetries);
            TokenException failure = Store.ErrorOf(() => writing.Write(directory["mcp-token"], _new));
            clock.Stop();
            Assert.Equal(TokenError.TokenBusy, failure.Error);
            Assert.Equal(3, writing.Verbose.Count);
            return clock.Elapsed;
        });

        Assert.InRange(quickest, TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(300));
        Assert.Empty(directory.Temporaries());
        reader.Dispose();
        Assert.Equal(_old, File.ReadAllText(directory["mcp-token"]));
    }

    [Fact]
    public void A_read_goes_through_as_soon_as_the_file_is_let_go()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using FileStream holder = Hold(directory, FileShare.None);
        var reading = new Writing(retries: 3, wait: _ => holder.Dispose());

        Assert.Equal(_old, reading.Read(directory["mcp-token"]));

        Assert.Contains("ERROR_SHARING_VIOLATION", Assert.Single(reading.Verbose), StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_of_a_file_that_is_held_for_good_is_TokenBusy()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using FileStream holder = Hold(directory, FileShare.None);
        var reading = new Writing(retries: 3, wait: _ => { });

        Assert.Equal(TokenError.TokenBusy, Store.ErrorOf(() => reading.Read(directory["mcp-token"])).Error);

        Assert.Equal(3, reading.Waits.Count);
    }

    [Fact]
    public void A_reader_never_keeps_a_writer_from_opening_the_file()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using IOpenedFile reading = RealFileSystem.OpenFile(directory["mcp-token"]);

        using var writer = new FileStream(
            directory["mcp-token"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        Assert.True(writer.CanWrite);
    }

    [Fact]
    public void A_cancelled_wait_ends_at_once_and_leaves_no_temporary_file()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using (Hold(directory, WithoutDelete))
        {
            using var stop = new CancellationTokenSource();
            var writing = new Writing(retries: int.MaxValue, stop.Token) { OnVerbose = _ => stop.Cancel() };

            Assert.ThrowsAny<OperationCanceledException>(() => writing.Write(directory["mcp-token"], _new));

            Assert.Single(writing.Verbose);
        }

        Assert.Empty(directory.Temporaries());
        Assert.Equal(_old, File.ReadAllText(directory["mcp-token"]));
    }

    private static FileStream Hold(TemporaryDirectory directory, FileShare share) =>
        new(directory["mcp-token"], FileMode.Open, FileAccess.Read, share);

    private TemporaryDirectory WithToken()
    {
        var directory = new TemporaryDirectory();
        File.WriteAllText(directory["mcp-token"], _old);
        return directory;
    }
}
