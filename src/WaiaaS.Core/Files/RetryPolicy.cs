using System;
using System.Diagnostics;
using System.Threading;
using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>
/// How an operation is tried again: a random wait of 10 to 50 ms before each retry, a given number of times.
/// Its randomness and its waiting can come from outside, so that tests neither sleep nor guess.
/// </summary>
internal sealed class RetryPolicy
{
    /// <summary>How often an operation is retried where the caller says nothing: 3 times.</summary>
    public const int DefaultRetries = 3;

    /// <summary>The shortest wait, in milliseconds.</summary>
    public const int ShortestDelay = 10;

    /// <summary>The longest wait, in milliseconds.</summary>
    public const int LongestDelay = 50;

    // fcntl(2): Linux takes a lease away from its holder after 45 seconds, unless the administrator set another time.
    private static readonly TimeSpan LeaseBreak = TimeSpan.FromSeconds(60);

    private static readonly Random Randomness = new();

    private readonly int _maximumRetries;
    private readonly ITokenLogger? _logger;
    private readonly CancellationToken _cancellation;
    private readonly Func<int> _delay;
    private readonly Action<int> _wait;

    /// <summary>The policy for real use: random waits that Ctrl+C ends at once.</summary>
    /// <param name="maximumRetries">0 or more.</param>
    /// <param name="logger">Hears of every retry before its wait; null for none.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public RetryPolicy(int maximumRetries, ITokenLogger? logger, CancellationToken cancellation = default)
    {
        _maximumRetries = maximumRetries;
        _logger = logger;
        _cancellation = cancellation;
        _delay = RandomDelay;
        _wait = Wait;
    }

    /// <param name="maximumRetries">0 or more.</param>
    /// <param name="logger">Hears of every retry before its wait; null for none.</param>
    /// <param name="delay">The next wait in milliseconds.</param>
    /// <param name="wait">Waits, or throws to end the retries.</param>
    public RetryPolicy(int maximumRetries, ITokenLogger? logger, Func<int> delay, Action<int> wait)
        : this(maximumRetries, logger)
    {
        _delay = delay;
        _wait = wait;
    }

    /// <summary>Ends the operation if Ctrl+C was pressed.</summary>
    /// <exception cref="OperationCanceledException"/>
    public void ThrowIfCancelled() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>Does something, and does it again for as long as the error is transient and retries are left.</summary>
    /// <param name="location">The token, for the log.</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="FileSystemException">The last one.</exception>
    /// <exception cref="OperationCanceledException"/>
    public void Run(TokenLocation location, Action action) => Run<object?>(location, () =>
    {
        action();
        return null;
    });

    /// <inheritdoc cref="Run(TokenLocation, Action)"/>
    public T Run<T>(TokenLocation location, Func<T> action)
    {
        for (int retry = 1; ; retry++)
        {
            try
            {
                return action();
            }
            catch (FileSystemException reason) when (reason.IsTransient && retry <= _maximumRetries)
            {
                int milliseconds = _delay();
                _logger?.Verbose(Messages.Retry(location.FullPath, reason.Code, retry, _maximumRetries, milliseconds));
                _wait(milliseconds);
            }
        }
    }

    /// <summary>Opens a file; if it has a lease, waits for the release that the first attempt requested.</summary>
    /// <inheritdoc cref="Run(TokenLocation, Action)"/>
    public T RunUnleased<T>(TokenLocation location, Func<T> action)
    {
        Stopwatch? waited = null;
        while (true)
        {
            try
            {
                return Run(location, action);
            }
            catch (FileSystemException reason) when (reason.Error == FileSystemError.Leased && (waited is null || waited.Elapsed < LeaseBreak))
            {
                if (waited is null)
                    _logger?.Verbose(Messages.WaitForLease(location.FullPath, (int)LeaseBreak.TotalSeconds));
                waited ??= Stopwatch.StartNew();
                _wait(_delay());
            }
        }
    }

    /// <summary>Waits before a file is read again, in which there was no whole token.</summary>
    /// <param name="location">The token, for the log.</param>
    /// <param name="reread">Which of the next reads it is, from 1.</param>
    /// <param name="maximumRereads">How many there can be.</param>
    /// <exception cref="OperationCanceledException"/>
    public void PauseBeforeReread(TokenLocation location, int reread, int maximumRereads)
    {
        int milliseconds = _delay();
        _logger?.Verbose(Messages.Reread(location.FullPath, reread, maximumRereads, milliseconds));
        _wait(milliseconds);
    }

    private static int RandomDelay()
    {
        lock (Randomness)
            return Randomness.Next(ShortestDelay, LongestDelay + 1);
    }

    private void Wait(int milliseconds)
    {
        _cancellation.WaitHandle.WaitOne(milliseconds);
        ThrowIfCancelled();
    }
}
