namespace WaiaaS.Tests.Files;

/// <summary>What becomes of the temporary file, and of the token, when a step of a write fails or is cancelled.</summary>
public sealed class TemporaryFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _old = SampleToken.New();
    private readonly string _new = SampleToken.New();
    private readonly Store _log = new();

    public TemporaryFileTests() => File.WriteAllText(Target, _old);

    private string Target => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(WriteStep.Create)]
    [InlineData(WriteStep.Write)]
    [InlineData(WriteStep.Flush)]
    [InlineData(WriteStep.Rename)]
    public void A_step_that_fails_leaves_the_old_token_and_no_temporary_file(WriteStep step)
    {
        TokenException error = Store.ErrorOf(() => Write(new DisturbedFileSystem(step, before: Fail)));

        Assert.Equal(TokenError.TokenWriteFailed, error.Error);
        Assert.Equal(_old, File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData(WriteStep.Create)]
    [InlineData(WriteStep.Write)]
    [InlineData(WriteStep.Flush)]
    public void A_write_that_is_cancelled_in_the_middle_leaves_the_old_token_and_no_temporary_file(WriteStep step)
    {
        using var cancelled = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => WriteUntil(new DisturbedFileSystem(step, after: cancelled.Cancel), cancelled.Token));

        Assert.Equal(_old, File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData(WriteStep.Close)]
    [InlineData(WriteStep.FlushDirectory)]
    public void A_step_that_fails_after_the_rename_says_that_the_new_token_is_in_place(WriteStep step)
    {
        TokenException error = Store.ErrorOf(() => Write(new DisturbedFileSystem(step, before: Fail)));

        Assert.Equal(TokenError.TokenDurabilityUnknown, error.Error);
        Assert.Equal(_new, File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData(WriteStep.Create, TokenError.TokenWriteFailed)]
    [InlineData(WriteStep.Write, TokenError.TokenWriteFailed)]
    [InlineData(WriteStep.Rename, TokenError.TokenWriteFailed)]
    [InlineData(WriteStep.Close, TokenError.TokenDurabilityUnknown)]
    [InlineData(WriteStep.FlushDirectory, TokenError.TokenDurabilityUnknown)]
    public void A_function_that_the_systems_library_lacks_is_an_error_like_any_other(WriteStep step, TokenError error)
    {
        static void Missing() => throw new EntryPointNotFoundException("no 'function' here");

        TokenException thrown = Store.ErrorOf(() => Write(new DisturbedFileSystem(step, before: Missing)));

        Assert.Equal(error, thrown.Error);
        Assert.Contains("no 'function' here", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void A_rename_that_is_done_and_reported_as_failed_has_written_the_token()
    {
        Write(new DisturbedFileSystem(WriteStep.Rename, after: Fail));

        Assert.Equal(_new, File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void A_rename_without_its_source_does_not_claim_that_the_old_token_is_intact()
    {
        // Windows keeps the name of an open file until it is closed.
        Unix.Need();
        TokenException error = Store.ErrorOf(() => Write(new DisturbedFileSystem(WriteStep.Rename, before: () => File.Delete(Temporary()))));

        Assert.Equal(TokenError.TokenWriteFailed, error.Error);
        Assert.Contains("does not hold the new token", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("intact", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WriteStep.Write)]
    [InlineData(WriteStep.Flush)]
    [InlineData(WriteStep.Rename)]
    public void The_temporary_file_of_a_living_writer_survives_a_removal_beside_it(WriteStep step)
    {
        var remover = new TokenStore(_log, default);

        Write(new DisturbedFileSystem(step, before: () => remover.Remove(TokenLocation.AtPath(Target))));

        Assert.Equal(_new, File.ReadAllText(Target));
    }

    [Fact]
    public void The_token_can_be_read_by_any_program_in_the_instant_before_its_lock_ends()
    {
        // On Windows the handle that renames a file keeps out who does not share its deletion, whoever renames it.
        Unix.Need();
        string read = string.Empty;

        Write(new DisturbedFileSystem(WriteStep.Close, before: () => read = File.ReadAllText(Target)));

        Assert.Equal(_new, read);
    }

    [Fact]
    public void The_temporary_file_is_not_inherited_by_a_program_that_is_started_meanwhile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        string inherited = string.Empty;

        Write(new DisturbedFileSystem(WriteStep.Write, before: () => inherited = Unix.Output("ls", "-l", "/proc/self/fd")));

        Assert.DoesNotContain(_directory.Path, inherited, StringComparison.Ordinal);
    }

    private static void Fail() => throw new FileSystemException(FileSystemError.Other, "EIO", "a failure of the test");

    private string Temporary() => _directory[Assert.Single(_directory.Temporaries())];

    private void Write(ITokenFileSystem fileSystem) => WriteUntil(fileSystem, CancellationToken.None);

    private void WriteUntil(ITokenFileSystem fileSystem, CancellationToken cancellation)
    {
        using Token token = Token.Parse(SampleToken.Secure(_new), Target);
        new TokenWriter(fileSystem, _log, new RetryPolicy(0, _log, cancellation)).Write(TokenLocation.AtPath(Target), token);
    }
}
