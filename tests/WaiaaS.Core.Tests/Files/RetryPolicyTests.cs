using System.Globalization;
using System.Text.RegularExpressions;

namespace WaiaaS.Tests.Files;

public sealed partial class RetryPolicyTests
{
    private static readonly TokenLocation Location = TokenLocation.AtPath(Path.Combine(Path.GetTempPath(), "mcp-token"));

    private readonly List<int> _waits = [];
    private readonly List<int> _told = [];
    private readonly Store _log = new();

    private int _called;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    [InlineData(0, 9)]
    [InlineData(1, 9)]
    [InlineData(3, 9)]
    [InlineData(7, 9)]
    public void An_action_is_retried_for_as_long_as_it_fails_and_retries_are_left(int retries, int failures)
    {
        int calls = Math.Min(retries, failures) + 1;

        Func<int> run = () => PolicyOf(retries).Run(Location, () => ++_called <= failures ? throw Transient(_called) : _called);

        if (failures > retries)
            Assert.Equal(calls.ToString(CultureInfo.InvariantCulture), Assert.Throws<FileSystemException>(() => run()).Code);
        else
            Assert.Equal(calls, run());
        Assert.Equal(calls, _called);
        Assert.Equal(Enumerable.Range(11, calls - 1), _waits);
        Assert.Equal(
            _waits.Select((wait, i) => FormattableString.Invariant($"({i + 1}). Trying again in {wait} ms ({i + 1} of {retries}).")),
            _log.Verbose.Select(message => message[message.IndexOf('(', StringComparison.Ordinal)..]));

        // Every retry is told before its wait.
        Assert.Equal(Enumerable.Range(1, calls - 1), _told);
    }

    [Fact]
    public void A_leased_file_is_tried_until_the_lease_is_released_and_that_is_told_once()
    {
        const int Leased = 9;

        int called = PolicyOf(0).RunUnleased(
            Location, () => ++_called <= Leased ? throw new FileSystemException(FileSystemError.Leased, "EAGAIN", "x") : _called);

        Assert.Equal(Leased + 1, called);
        Assert.Equal(Leased, _waits.Count);
        Assert.Contains("has a lease", Assert.Single(_log.Verbose), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_is_not_transient_is_not_retried()
    {
        Assert.Throws<FileSystemException>(() => PolicyOf(3).Run(
            Location, () => ++_called > 0 ? throw new FileSystemException(FileSystemError.AccessDenied, "x", "x") : _called));

        Assert.Equal(1, _called);
        Assert.Empty(_waits);
    }

    [Fact]
    public void A_real_wait_lasts_10_to_50_ms_and_cancellation_ends_it_and_the_retries()
    {
        // What it tells is what it waits; the clock of a busy machine says nothing against it.
        const int Runs = 500;
        using var stop = new CancellationTokenSource();
        var policy = new RetryPolicy(3, _log, stop.Token);
        for (int i = 0; i < Runs; i++)
        {
            Assert.Throws<OperationCanceledException>(() => policy.Run(Location, () =>
            {
                stop.Cancel();
                throw Transient(++_called);
            }));
        }

        Assert.Equal(Runs, _called);
        int[] delays = [.. _log.Verbose.Select(message => int.Parse(Delay().Match(message).Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.All(delays, delay => Assert.InRange(delay, 10, 50));
        Assert.InRange(delays.Distinct().Count(), 20, 41);
    }

    private static FileSystemException Transient(int call) =>
        new(FileSystemError.SharingViolation, call.ToString(CultureInfo.InvariantCulture), "held", isTransient: true);

    private RetryPolicy PolicyOf(int retries)
    {
        int next = 10;
        return new RetryPolicy(retries, _log, () => ++next, wait =>
        {
            _waits.Add(wait);
            _told.Add(_log.Verbose.Count);
        });
    }

    [GeneratedRegex(" in ([0-9]+) ms ")]
    private static partial Regex Delay();
}
