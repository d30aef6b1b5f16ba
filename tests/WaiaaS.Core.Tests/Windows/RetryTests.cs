using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Windows;

/// <summary>Other processes that hold the token file, for a while and for good.</summary>
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
        using var reader = SecondProcess.Holding(directory["mcp-token"], WithoutDelete);
        var writing = new Writing(retries: 3, wait: number =>
        {
            if (number == 2)
            {
                reader.Say("release");
                reader.Expect("released");
            }
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
    public void A_hold_of_60_ms_is_outlasted_by_real_waits()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using var reader = SecondProcess.Holding(directory["mcp-token"], WithoutDelete, longer: 60);
        var writing = new Writing(retries: 1000);

        // From the first refusal on, so that a slow start of this process is not taken for a success.
        writing.OnVerbose = _ =>
        {
            if (writing.Verbose.Count == 1)
                reader.Say("release");
        };
        writing.Write(directory["mcp-token"], _new);

        reader.Expect("released");
        Assert.Equal(_new, File.ReadAllText(directory["mcp-token"]));
        Assert.NotEmpty(writing.Verbose);
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void A_hold_for_good_is_TokenBusy_after_3_retries_and_at_most_150_ms_of_waiting()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using var reader = SecondProcess.Holding(directory["mcp-token"], WithoutDelete);
        using var engine = new Engine();
        engine.With("path", directory["mcp-token"]).With("token", _new);

        Engine.Outcome outcome = engine.Run("Set-WaiaasToken $token -LiteralPath $path -Verbose");

        Assert.Equal("TokenBusy", outcome.ErrorId);
        string[] retries = [.. outcome.Verbose.Where(message => message.Contains("Trying again", StringComparison.Ordinal))];
        Assert.Equal(3, retries.Length);
        Assert.InRange(retries.Sum(MillisecondsOf), 3 * 10, 3 * 50);
        Assert.Empty(directory.Temporaries());
        reader.Say("release");
        reader.Expect("released");
        Assert.Equal(_old, File.ReadAllText(directory["mcp-token"]));
    }

    [Fact]
    public void A_hold_for_good_is_told_within_0_3_seconds()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using var reader = SecondProcess.Holding(directory["mcp-token"], WithoutDelete);

        // The quickest of a few: the promise is the module's, not that of a machine with other work.
        TimeSpan quickest = Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            TokenException failure = Store.Failure(() => new Writing(retries: 3).Write(directory["mcp-token"], _new));
            clock.Stop();
            Assert.Equal(TokenError.TokenBusy, failure.Error);
            return clock.Elapsed;
        });

        Assert.InRange(quickest, TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(300));
        Assert.Empty(directory.Temporaries());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void As_many_retries_as_were_asked_for(int retries)
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using var held = new FileStream(directory["mcp-token"], FileMode.Open, FileAccess.Read, WithoutDelete);
        using var engine = new Engine();
        engine.With("path", directory["mcp-token"]).With("token", _new).With("retries", retries);

        Engine.Outcome outcome = engine.Run("Set-WaiaasToken $token -LiteralPath $path -MaximumRetryCount $retries -Verbose");

        Assert.Equal("TokenBusy", outcome.ErrorId);
        Assert.Equal(retries, outcome.Verbose.Count(message => message.Contains("Trying again", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_read_goes_through_as_soon_as_the_file_is_let_go()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using var holder = SecondProcess.Holding(directory["mcp-token"], FileShare.None);
        var reading = new Writing(retries: 3, wait: number =>
        {
            if (number == 1)
            {
                holder.Say("release");
                holder.Expect("released");
            }
        });

        Assert.Equal(_old, reading.Read(directory["mcp-token"]));

        Assert.Contains("ERROR_SHARING_VIOLATION", Assert.Single(reading.Verbose), StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_of_a_file_that_is_held_for_good_is_TokenBusy()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using var holder = SecondProcess.Holding(directory["mcp-token"], FileShare.None);
        var reading = new Writing(retries: 3, wait: _ => { });

        Assert.Equal(TokenError.TokenBusy, Store.Failure(() => reading.Read(directory["mcp-token"])).Error);

        Assert.Equal(3, reading.Waits.Count);
    }

    [Fact]
    public void A_reader_never_keeps_a_writer_from_opening_the_file()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using Files.IOpenedFile reading = new WaiaaS.Windows.WindowsFileSystem().OpenForReading(
            Paths.TokenLocation.AtPath(directory["mcp-token"]));

        using var writer = new FileStream(
            directory["mcp-token"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        Assert.True(writer.CanWrite);
    }

    [Fact]
    public void A_cancelled_wait_ends_at_once_and_leaves_no_temporary_file()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using (var held = new FileStream(directory["mcp-token"], FileMode.Open, FileAccess.Read, WithoutDelete))
        {
            using var stop = new CancellationTokenSource();
            var writing = new Writing(retries: int.MaxValue, stop.Token) { OnVerbose = _ => stop.Cancel() };

            Assert.ThrowsAny<OperationCanceledException>(() => writing.Write(directory["mcp-token"], _new));

            Assert.Single(writing.Verbose);
        }

        Assert.Empty(directory.Temporaries());
        Assert.Equal(_old, File.ReadAllText(directory["mcp-token"]));
    }

    [Fact]
    public void Stopping_the_cmdlet_ends_its_wait_and_leaves_no_temporary_file()
    {
        Win32.Need();
        using TemporaryDirectory directory = WithToken();
        using (var held = new FileStream(directory["mcp-token"], FileMode.Open, FileAccess.Read, WithoutDelete))
        using (var runspace = System.Management.Automation.Runspaces.RunspaceFactory.CreateRunspace(State()))
        {
            runspace.Open();
            using var powerShell = System.Management.Automation.PowerShell.Create(runspace);
            powerShell.AddCommand("Set-WaiaasToken").AddParameter("Token", _new).AddParameter("LiteralPath", directory["mcp-token"])
                .AddParameter("MaximumRetryCount", int.MaxValue).AddParameter("Verbose");
            using var retried = new ManualResetEventSlim();
            powerShell.Streams.Verbose.DataAdded += (_, _) => retried.Set();
            IAsyncResult running = powerShell.BeginInvoke();
            Assert.True(retried.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

            powerShell.Stop();

            Assert.Equal(System.Management.Automation.PSInvocationState.Stopped, powerShell.InvocationStateInfo.State);
            Assert.True(running.IsCompleted);
        }

        Assert.Empty(directory.Temporaries());
        Assert.Equal(_old, File.ReadAllText(directory["mcp-token"]));
    }

    private static System.Management.Automation.Runspaces.InitialSessionState State()
    {
        var state = System.Management.Automation.Runspaces.InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        state.ImportPSModule(Staged.Manifest);
        return state;
    }

    private static int MillisecondsOf(string message)
    {
        string after = message.Split("Trying again in ")[1];
        return int.Parse(after.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private TemporaryDirectory WithToken()
    {
        var directory = new TemporaryDirectory();
        File.WriteAllText(directory["mcp-token"], _old);
        return directory;
    }
}
