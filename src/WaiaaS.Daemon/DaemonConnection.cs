using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>
/// The rules of every request: no redirect, no proxy to this computer, no cookie, a limit to the time and to the size of
/// the answer, TLS as the operating system has it, and Ctrl+C at once.
/// </summary>
/// <param name="address">The daemon.</param>
/// <param name="timeout">The most time for the complete response.</param>
/// <param name="cancellation">Ctrl+C.</param>
internal sealed class DaemonConnection(DaemonAddress address, TimeSpan timeout, CancellationToken cancellation) : IDisposable
{
    /// <summary>The most bytes that an answer may have: 65,536.</summary>
    public const int MaximumLength = 64 * 1024;

    private const int ChunkLength = 4096;

    private readonly HttpClient _client = new(NewHandler(address), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where the daemon is.</summary>
    public DaemonAddress Address => address;

    /// <summary>Ctrl+C.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Sends a request and waits for the complete response, which the caller disposes of.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, with a slash in front.</param>
    /// <param name="secret">What the request authenticates with; the caller disposes of it.</param>
    /// <param name="json">The body, without a secret; null for none.</param>
    /// <exception cref="DaemonException">There is no answer, or it is too large.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public DaemonAnswer Send(HttpMethod method, string path, RequestSecret secret, string? json = null)
    {
        cancellation.ThrowIfCancellationRequested();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            return Task.Run(() => SendAsync(method, path, secret, json, limit.Token)).GetAwaiter().GetResult();
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            throw DaemonErrors.NoAnswer(Messages.NoAnswerInTime(address, timeout), Remedy.WaitLonger);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            throw ConnectionFailure.For(failure, address);
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpClientHandler NewHandler(DaemonAddress address)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback };
        FrameworkTls.Allow(handler);
        return handler;
    }

    private async Task<DaemonAnswer> SendAsync(HttpMethod method, string path, RequestSecret secret, string? json, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(method, address.For(path));
        request.Headers.TryAddWithoutValidation(secret.Header, secret.Value);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.ExpectContinue = false;
        request.Headers.ConnectionClose = true;

        // .NET repeats a request by itself whose answer was lost, unless it has a content. A renewal must not be repeated.
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        else if (method != HttpMethod.Get)
            request.Content = new ByteArrayContent([]);

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit).ConfigureAwait(false);
        if (response.Content.Headers.ContentLength > MaximumLength)
            throw DaemonErrors.Invalid(Messages.AnswerTooLarge(address));

        // .NET Framework does not end a read by its cancellation, but by the end of its response.
        using (limit.Register(response.Dispose))
            return await ReadAsync(response, limit).ConfigureAwait(false);
    }

    private async Task<DaemonAnswer> ReadAsync(HttpResponseMessage response, CancellationToken limit)
    {
        var body = new SecretBuffer(MaximumLength);
        var chunk = new byte[ChunkLength];

        // Pinned, so that a collection does not leave a copy behind.
        GCHandle pin = GCHandle.Alloc(chunk, GCHandleType.Pinned);
        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            int length = 0;
            int read;
            while ((read = await stream.ReadAsync(chunk, 0, ChunkLength, limit).ConfigureAwait(false)) > 0)
            {
                if (length + read > MaximumLength)
                    throw DaemonErrors.Invalid(Messages.AnswerTooLarge(address));
                Append(body, length, chunk, read);
                length += read;
            }

            return new DaemonAnswer((int)response.StatusCode, body, length, RetryAfterOf(response));
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            Array.Clear(chunk, 0, ChunkLength);
            pin.Free();
        }
    }

    private static unsafe void Append(SecretBuffer body, int length, byte[] chunk, int count)
    {
        for (int i = 0; i < count; i++)
            body.Bytes[length + i] = chunk[i];
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - DateTimeOffset.UtcNow : null;
}
