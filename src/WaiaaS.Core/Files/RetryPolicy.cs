using System;
using System.Threading;

namespace WaiaaS.Files;

/// <summary>
/// How an operation is tried again: a random wait of 10 to 50 ms before each retry, a given number of times.
/// Its randomness and its waiting come from outside, so that tests neither sleep nor guess.
/// </summary>
internal sealed class RetryPolicy
{
    /// <summary>How often an operation is retried where the caller says nothing: 3 times.</summary>
    public const int DefaultRetries = 3;

    /// <summary>The shortest wait, in milliseconds.</summary>
    public const int ShortestDelay = 10;

    /// <summary>The longest wait, in milliseconds.</summary>
    public const int LongestDelay = 50;

    private static readonly Random Randomness = new();

    private readonly Func<int> _delay;
    private readonly Action<int> _wait;

    /// <summary>The policy for real use: a cancelled wait ends at once.</summary>
    /// <param name="maximumRetries">0 or more.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public RetryPolicy(int maximumRetries, CancellationToken cancellation)
        : this(maximumRetries, RandomDelay, milliseconds => Wait(milliseconds, cancellation))
    {
    }

    /// <param name="maximumRetries">0 or more.</param>
    /// <param name="delay">The next wait in milliseconds.</param>
    /// <param name="wait">Waits, or throws when it is to end.</param>
    public RetryPolicy(int maximumRetries, Func<int> delay, Action<int> wait)
    {
        MaximumRetries = maximumRetries;
        _delay = delay;
        _wait = wait;
    }

    /// <summary>How often an operation is tried again at most.</summary>
    public int MaximumRetries { get; }

    /// <summary>Waits before another try.</summary>
    /// <param name="beforeWait">Told how many milliseconds the wait will last.</param>
    public void Pause(Action<int> beforeWait)
    {
        int milliseconds = _delay();
        beforeWait(milliseconds);
        _wait(milliseconds);
    }

    /// <summary>Does something, and does it again for as long as its failure may pass and retries are left.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="beforeRetry">Told why, which retry it is (from 1) and how many milliseconds the wait will last.</param>
    /// <exception cref="FileSystemException">The last failure.</exception>
    public T Run<T>(Func<T> operation, Action<FileSystemException, int, int> beforeRetry)
    {
        for (int retry = 1; ; retry++)
        {
            try
            {
                return operation();
            }
            catch (FileSystemException failure) when (failure.MayPass && retry <= MaximumRetries)
            {
                Pause(milliseconds => beforeRetry(failure, retry, milliseconds));
            }
        }
    }

    private static int RandomDelay()
    {
        lock (Randomness)
            return Randomness.Next(ShortestDelay, LongestDelay + 1);
    }

    private static void Wait(int milliseconds, CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(milliseconds);
        cancellation.ThrowIfCancellationRequested();
    }
}
