namespace WaiaaS.Tests.Files;

/// <summary>What a list of tokens finds in a data directory.</summary>
public sealed class ListTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_wallets_are_sorted_and_temporary_files_are_none()
    {
        Directory.CreateDirectory(_directory["mcp-tokens"]);
        foreach (string name in new[] { "w3", "w1", "W2", "w1.tmp", ".w1.1.0123abcd.tmp", ".hidden", "w w" })
            File.WriteAllText(_directory["mcp-tokens", name], string.Empty);

        Assert.Equal(["W2", "w1", "w3"], TokenStore.ListWallets(_directory.Path));
    }

    [Theory]
    [InlineData("mcp-tokens", "w1")]
    [InlineData("elsewhere", null)]
    public void Only_a_file_of_the_wallets_directory_is_a_wallets(string folder, string? wallet) =>
        Assert.Equal(wallet, TokenLocation.AtPath(_directory[folder, "w1"]).WalletId);

    [Theory]
    [InlineData(-1, TokenState.Expired)]
    [InlineData(60, TokenState.Active)]
    public void A_token_whose_time_is_over_is_expired(int seconds, TokenState state)
    {
        File.WriteAllText(_directory["mcp-token"], SampleToken.WithPayload(FormattableString.Invariant($"{{\"exp\":{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds}}}")));

        Assert.Equal(state, new TokenStore(new Store(), default).Inspect(TokenLocation.AtPath(_directory["mcp-token"])).State);
    }
}
