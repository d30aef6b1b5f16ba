using System.Diagnostics;

namespace WaiaaS.Tests.Files;

/// <summary>What the end of the process, as a signal tells it, does to the writes of other threads.</summary>
[Collection(ProcessWide.Name)]
public sealed class LiveTemporariesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly string _old = SampleToken.New();
    private readonly Store _log = new();

    public LiveTemporariesTests() => File.WriteAllText(Target, _old);

    private string Target => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_temporary_file_that_is_just_being_created_is_removed_too()
    {
        Unix.Need();
        Task end = Task.CompletedTask;
        var fileSystem = new DisturbedFileSystem(WriteStep.Create, after: () => end = BeginEnd()) { BeforeWrite = () => Assert.True(end.Wait(Patience)) };

        TokenException error = Store.ErrorOf(() => Write(fileSystem));

        Assert.Equal(TokenError.TokenWriteFailed, error.Error);
        Assert.Equal(_old, File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void A_write_that_begins_at_the_end_creates_no_file_for_two_seconds()
    {
        TimeSpan waited = default;
        LiveTemporaries.RemoveAll();
        var clock = Stopwatch.StartNew();

        Write(new DisturbedFileSystem(WriteStep.Create, before: () => waited = clock.Elapsed));

        Assert.InRange(waited, TimeSpan.FromSeconds(1.9), Patience);
        Assert.NotEqual(_old, File.ReadAllText(Target));
    }

    // Far longer than it takes where it waits for nothing.
    private static Task BeginEnd()
    {
        Task end = Task.Run(LiveTemporaries.RemoveAll);
        _ = end.Wait(TimeSpan.FromMilliseconds(500));
        return end;
    }

    private void Write(ITokenFileSystem fileSystem)
    {
        using Token token = Token.Parse(SampleToken.Secure(SampleToken.New()), Target);
        new TokenWriter(fileSystem, _log, new RetryPolicy(0, _log, CancellationToken.None)).Write(TokenLocation.AtPath(Target), token);
    }
}
