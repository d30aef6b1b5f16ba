using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WaiaaS.Tests.Files;

public sealed partial class RetryPolicyTests
{
    private static readonly TokenLocation Location = TokenLocation.AtPath(Path("mcp-token"));

    private readonly List<int> _waits = [];
    private readonly Store _log = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_action_that_succeeds_is_done_once(int retries)
    {
        int calls = 0;

        Assert.Equal(42, PolicyOf(retries).Run(Location, () => 42 + (0 * ++calls)));

        Assert.Equal(1, calls);
        Assert.Empty(_waits);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(7, 8)]
    public void An_action_that_keeps_failing_is_retried_so_often_and_ends_with_its_last_error(int retries, int calls)
    {
        int called = 0;

        FileSystemException error = Assert.Throws<FileSystemException>(() => PolicyOf(retries).Run(Location, () => throw Transient(++called)));

        Assert.Equal(calls, called);
        Assert.Equal(called.ToString(CultureInfo.InvariantCulture), error.Code);
        Assert.Equal(
            _waits.Select((wait, i) => FormattableString.Invariant($"({i + 1}). Trying again in {wait} ms ({i + 1} of {retries}).")),
            _log.Verbose.Select(message => message[message.IndexOf('(', StringComparison.Ordinal)..]));
    }

    [Fact]
    public void An_error_that_passes_ends_the_retries()
    {
        int called = 0;

        int result = PolicyOf(3).Run(Location, () => ++called < 3 ? throw Transient(called) : called);

        Assert.Equal(3, result);
        Assert.Equal([11, 12], _waits);
    }

    [Fact]
    public void An_error_that_is_not_transient_is_not_retried()
    {
        int called = 0;

        Assert.Throws<FileSystemException>(() => PolicyOf(3).Run(Location, () =>
        {
            called++;
            throw new FileSystemException(FileSystemError.AccessDenied, "x", "x");
        }));

        Assert.Equal(1, called);
        Assert.Empty(_waits);
    }

    [Fact]
    public void A_wait_that_throws_ends_the_retries()
    {
        int called = 0;
        var policy = new RetryPolicy(3, _log, () => 10, _ => throw new OperationCanceledException());

        Assert.Throws<OperationCanceledException>(() => policy.Run(Location, () => throw Transient(++called)));

        Assert.Equal(1, called);
    }

    [Fact]
    public void Every_retry_is_told_before_its_wait()
    {
        var told = new List<int>();
        var policy = new RetryPolicy(2, _log, () => 10, _ => told.Add(_log.Verbose.Count));

        Assert.Throws<FileSystemException>(() => policy.Run(Location, () => throw Transient(1)));

        Assert.Equal([1, 2], told);
    }

    [Fact]
    public void Real_waits_last_10_to_50_ms_and_differ()
    {
        // What it tells is what it waits; the clock of a busy machine says nothing against it.
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var policy = new RetryPolicy(1, _log, cancelled.Token);
        for (int i = 0; i < 500; i++)
            Assert.ThrowsAny<OperationCanceledException>(() => policy.Run(Location, () => throw Transient(1)));

        int[] delays = [.. _log.Verbose.Select(message => int.Parse(Delay().Match(message).Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.All(delays, delay => Assert.InRange(delay, 10, 50));
        Assert.InRange(delays.Distinct().Count(), 20, 41);
    }

    [Fact]
    public void Cancellation_ends_a_real_wait_at_once()
    {
        using var stop = new CancellationTokenSource();
        var policy = new RetryPolicy(int.MaxValue, _log, stop.Token);
        var clock = Stopwatch.StartNew();

        Assert.ThrowsAny<OperationCanceledException>(() => policy.Run(Location, () =>
        {
            stop.Cancel();
            throw Transient(1);
        }));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static string Path(string name) => System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);

    private static FileSystemException Transient(int call) =>
        new(FileSystemError.SharingViolation, call.ToString(CultureInfo.InvariantCulture), "held", isTransient: true);

    private RetryPolicy PolicyOf(int retries)
    {
        int next = 10;
        return new RetryPolicy(retries, _log, () => ++next, _waits.Add);
    }

    [GeneratedRegex(" in ([0-9]+) ms ")]
    private static partial Regex Delay();
}
