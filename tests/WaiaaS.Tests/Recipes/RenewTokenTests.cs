using System;
using System.IO;
using System.Linq;
using WaiaaS.FakeDaemon;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>When docs/examples/renew-token.ps1 renews, and what it leaves alone.</summary>
public sealed class RenewTokenTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Daemon _daemon = new();
    private readonly Recipe _recipe = new("renew-token.ps1");

    private string File => _directory["data", "mcp-token"];

    public void Dispose()
    {
        _recipe.Dispose();
        _daemon.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void With_less_than_40_percent_left_the_token_is_renewed_and_written_without_a_word()
    {
        string token = Write(_daemon.Issue(age: 6100, lifetime: 10000));

        Recipe.Result result = Run();

        result.AssertSilentSuccess();
        string renewed = System.IO.File.ReadAllText(File);
        Assert.NotEqual(token, renewed);
        Assert.True(_daemon.IsCurrent(renewed));
        result.AssertHoldsNone(token, renewed);
        Assert.Equal([Path.GetFileName(File)], Directory.EnumerateFileSystemEntries(_directory["data"]).Select(Path.GetFileName));
    }

    [Fact]
    public void With_more_than_40_percent_left_nothing_happens()
    {
        string token = Write(_daemon.Issue(age: 5900, lifetime: 10000));

        Run().AssertSilentSuccess();

        Assert.Equal(token, System.IO.File.ReadAllText(File));
        Assert.Empty(_daemon.Log);
    }

    [Fact]
    public void The_part_can_be_chosen()
    {
        string token = Write(_daemon.Issue(age: 5500, lifetime: 10000));

        Run(("Percent", 50)).AssertSilentSuccess();

        Assert.Equal(1, _daemon.RenewalsOf(token));
    }

    [Fact]
    public void With_Verbose_it_tells_what_it_did()
    {
        Write(_daemon.Issue(age: 5900, lifetime: 10000));
        Assert.Contains(Run(("Verbose", true)).Outcome.Verbose, message => message.Contains("not time to renew", StringComparison.Ordinal));

        string token = Write(_daemon.Issue(age: 6100, lifetime: 10000));
        Recipe.Result result = Run(("Verbose", true), ("Debug", true));

        Assert.Contains(result.Outcome.Verbose, message => message.StartsWith("Renewed", StringComparison.Ordinal));
        result.AssertHoldsNone(token, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_wallets_token_is_renewed_and_no_other()
    {
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        string path = _directory["data", "mcp-tokens", "trading"];
        string trading = Write(_daemon.Issue(age: 7000, lifetime: 10000), path);

        Run(("WalletId", "trading")).AssertSilentSuccess();

        Assert.Equal((0, 1), (_daemon.RenewalsOf(token), _daemon.RenewalsOf(trading)));
        Assert.True(_daemon.IsCurrent(System.IO.File.ReadAllText(path)));
        Assert.Equal(token, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_wallet_without_a_token_of_its_own_does_not_get_the_default_one_renewed()
    {
        Write(_daemon.Issue(age: 7000, lifetime: 10000));

        Run(("WalletId", "trading")).AssertFailed(66, "trading");

        Assert.Empty(_daemon.Log);
    }

    [Fact]
    public void A_token_that_does_not_expire_is_left_alone()
    {
        Write(_daemon.IssueWithoutExpiry());

        Run().AssertSilentSuccess();

        Assert.Empty(_daemon.Log);
    }

    [Theory]
    [InlineData(40, 0)]
    [InlineData(240, 1)]
    public void Without_the_time_of_issue_the_time_of_the_last_write_counts(int secondsAgo, int requests)
    {
        string expires = FormattableString.Invariant($"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 100}");
        Write(SampleToken.WithPayload($"{{\"sub\":\"s\",\"exp\":{expires}}}"));
        System.IO.File.SetLastWriteTimeUtc(File, DateTime.UtcNow.AddSeconds(-secondsAgo));

        Run();

        Assert.Equal(requests, _daemon.Log.Count);
    }

    [Fact]
    public void The_daemons_clock_decides_whether_a_token_has_expired()
    {
        _daemon.ClockOffset = TimeSpan.FromHours(-1);
        string token = Write(_daemon.Issue(age: 6500, lifetime: 10000));

        Run();

        Assert.Equal(1, _daemon.RenewalsOf(token));
        Assert.True(_daemon.IsCurrent(System.IO.File.ReadAllText(File)));
    }

    [Fact]
    public void A_clock_that_is_ahead_of_the_daemons_is_named_as_the_cause()
    {
        _daemon.ClockOffset = TimeSpan.FromSeconds(-3000);
        string token = Write(_daemon.Issue(age: 3200, lifetime: 10000));

        Run().AssertFailed(75, "RENEWAL_TOO_EARLY", "clock");

        Assert.Equal(token, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Another_programs_renewal_at_the_same_time_is_as_good()
    {
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        _daemon.Renewing = () => Write(_daemon.Renew(token));

        Run().AssertSilentSuccess();

        Assert.Equal(1, _daemon.RenewalsOf(token));
        Assert.True(_daemon.IsCurrent(System.IO.File.ReadAllText(File)));
    }

    [Fact]
    public void A_base_address_with_a_path_keeps_it()
    {
        Write(_daemon.Issue(age: 7000, lifetime: 10000));

        _recipe.Run(("DataDir", _directory["data"]), ("Uri", new Uri(_daemon.Address, "waiaas/"))).AssertFailed(77, "404");

        Assert.StartsWith("PUT /waiaas/v1/sessions/", Assert.Single(_daemon.Log), StringComparison.Ordinal);
    }

    private Recipe.Result Run(params (string, object?)[] arguments) =>
        _recipe.Run([.. arguments, ("DataDir", _directory["data"]), ("Uri", _daemon.Address)]);

    private string Write(string token, string? path = null)
    {
        using var store = new Engine();
        store.With("token", token).With("path", path ?? File);
        Assert.Empty(store.Run("Set-WaiaasToken $token -LiteralPath $path").Errors);
        return token;
    }
}
