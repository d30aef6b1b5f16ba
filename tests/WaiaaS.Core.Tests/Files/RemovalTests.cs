namespace WaiaaS.Tests.Files;

/// <summary>What becomes of a token when a step of its removal fails.</summary>
public sealed class RemovalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public RemovalTests() => File.WriteAllText(Target, SampleToken.New());

    private string Target => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_removal_that_is_done_and_reported_as_failed_has_removed_the_token()
    {
        Remove(new DisturbedFileSystem(WriteStep.Delete, after: Fail));

        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void A_removal_that_fails_leaves_the_token()
    {
        TokenException error = Store.ErrorOf(() => Remove(new DisturbedFileSystem(WriteStep.Delete, before: Fail)));

        Assert.Equal(TokenError.TokenWriteFailed, error.Error);
        Assert.True(File.Exists(Target));
    }

    [Fact]
    public void A_removal_whose_flush_fails_says_that_a_power_cut_can_undo_it()
    {
        TokenException error = Store.ErrorOf(() => Remove(new DisturbedFileSystem(WriteStep.FlushDirectory, before: Fail)));

        Assert.Equal(TokenError.TokenDurabilityUnknown, error.Error);
        Assert.False(File.Exists(Target));
    }

    private static void Fail() => throw new FileSystemException(FileSystemError.Other, "EIO", "a failure of the test");

    private void Remove(ITokenFileSystem fileSystem) =>
        new TokenRemover(fileSystem, new Store(), new RetryPolicy(0, logger: null)).Remove(TokenLocation.AtPath(Target));
}
