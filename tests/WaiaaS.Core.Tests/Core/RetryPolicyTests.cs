using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using WaiaaS.Files;
using Xunit;

namespace WaiaaS.Tests.Core;

public sealed class RetryPolicyTests
{
    private readonly List<int> _waits = [];
    private readonly List<(int Retry, int Delay)> _announced = [];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_succeeds_is_done_once(int retries)
    {
        int calls = 0;

        Assert.Equal(42, PolicyOf(retries).Run(() => 42 + (0 * ++calls), Announce));

        Assert.Equal(1, calls);
        Assert.Empty(_waits);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(7, 8)]
    public void What_keeps_failing_is_tried_again_so_often_and_then_fails_with_its_last_failure(int retries, int calls)
    {
        int called = 0;

        FileSystemException failure = Assert.Throws<FileSystemException>(
            () => PolicyOf(retries).Run<int>(() => throw Held(++called), Announce));

        Assert.Equal(calls, called);
        Assert.Equal(called.ToString(System.Globalization.CultureInfo.InvariantCulture), failure.Code);
        Assert.Equal(Enumerable.Range(1, retries), _announced.Select(a => a.Retry));
        Assert.Equal(_waits, _announced.Select(a => a.Delay));
    }

    [Fact]
    public void What_passes_ends_the_retries()
    {
        int called = 0;

        int result = PolicyOf(3).Run(() => ++called < 3 ? throw Held(called) : called, Announce);

        Assert.Equal(3, result);
        Assert.Equal([11, 12], _waits);
    }

    [Fact]
    public void What_will_not_pass_is_not_tried_again()
    {
        int called = 0;

        Assert.Throws<FileSystemException>(() => PolicyOf(3).Run<int>(
            () =>
            {
                called++;
                throw new FileSystemException(FailureKind.AccessDenied, "x", "x");
            },
            Announce));

        Assert.Equal(1, called);
        Assert.Empty(_waits);
    }

    [Fact]
    public void A_wait_that_is_to_end_ends_the_retries()
    {
        int called = 0;
        var policy = new RetryPolicy(3, () => 10, _ => throw new OperationCanceledException());

        Assert.Throws<OperationCanceledException>(() => policy.Run<int>(() => throw Held(++called), Announce));

        Assert.Equal(1, called);
    }

    [Fact]
    public void Every_retry_is_announced_before_its_wait()
    {
        var events = new List<string>();
        var policy = new RetryPolicy(2, () => 10, _ => events.Add("wait"));

        Assert.Throws<FileSystemException>(() => policy.Run<int>(() => throw Held(1), (_, _, _) => events.Add("told")));

        Assert.Equal(["told", "wait", "told", "wait"], events);
    }

    [Fact]
    public void Real_waits_last_10_to_50_ms_and_differ()
    {
        // What it announces is what it waits; the clock of a busy machine says nothing against it.
        var policy = new RetryPolicy(100, CancellationToken.None);
        var stop = new InvalidOperationException();
        var delays = new List<int>();
        for (int i = 0; i < 500; i++)
        {
            Assert.Same(stop, Assert.Throws<InvalidOperationException>(() => policy.Pause(delay =>
            {
                delays.Add(delay);
                throw stop;
            })));
        }

        Assert.All(delays, delay => Assert.InRange(delay, RetryPolicy.ShortestDelay, RetryPolicy.LongestDelay));
        Assert.InRange(delays.Distinct().Count(), 20, 41);
        Assert.Equal(10, RetryPolicy.ShortestDelay);
        Assert.Equal(50, RetryPolicy.LongestDelay);
    }

    [Fact]
    public void Cancellation_ends_a_real_wait_at_once()
    {
        using var stop = new CancellationTokenSource();
        var policy = new RetryPolicy(int.MaxValue, stop.Token);
        var clock = Stopwatch.StartNew();

        Assert.ThrowsAny<OperationCanceledException>(() => policy.Run<int>(() => throw Held(1), (_, _, _) => stop.Cancel()));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static FileSystemException Held(int call) =>
        new(FailureKind.HeldByOther, call.ToString(System.Globalization.CultureInfo.InvariantCulture), "held", mayPass: true);

    private RetryPolicy PolicyOf(int retries)
    {
        int next = 10;
        return new RetryPolicy(retries, () => ++next, _waits.Add);
    }

    private void Announce(FileSystemException failure, int retry, int delay) => _announced.Add((retry, delay));
}
