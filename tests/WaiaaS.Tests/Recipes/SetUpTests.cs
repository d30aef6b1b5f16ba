using System;
using System.IO;
using WaiaaS.FakeDaemon;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>docs/examples/set-up.ps1: a session from the daemon, and its token where it belongs.</summary>
public sealed class SetUpTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Daemon _daemon = new();
    private readonly Recipe _recipe = new("set-up.ps1");

    public void Dispose()
    {
        _recipe.Dispose();
        _daemon.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_response_is_written_as_the_wallets_token()
    {
        Recipe.Result result = Run(("Lifetime", TimeSpan.FromDays(7)));

        var info = Assert.IsType<TokenInfo>(Assert.Single(result.Outcome.Output), exactMatch: false);
        Assert.Equal((0, "trading", _directory["data", "mcp-tokens", "trading"]), (result.Code ?? -1, info.WalletId, info.Path));
        Assert.Equal(7, Math.Round(info.Remaining!.Value.TotalDays));
        string token = File.ReadAllText(info.Path);
        Assert.True(_daemon.IsCurrent(token));
        result.AssertHoldsNone(token, _daemon.MasterPassword);
        Assert.Equal(["POST /v1/sessions 201"], _daemon.Log);
    }

    [Fact]
    public void It_can_become_the_default_token()
    {
        Assert.Equal(0, Run(("AsDefault", true)).Code);

        Assert.True(_daemon.IsCurrent(File.ReadAllText(_directory["data", "mcp-token"])));
        Assert.False(Directory.Exists(_directory["data", "mcp-tokens"]));
    }

    [Fact]
    public void A_usable_token_stays_unless_it_is_forced_or_does_not_last()
    {
        Run(("Lifetime", TimeSpan.FromHours(2)));

        Run().AssertSilentSuccess();
        Assert.Single(_daemon.Log);

        Assert.Equal(0, Run(("MinimumLifetime", TimeSpan.FromHours(3))).Code);
        Assert.Equal(0, Run(("Force", true)).Code);
        Assert.Equal(3, _daemon.Log.Count);
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("p\u00E4sswort")]
    public void A_master_password_that_no_header_can_carry_is_no_failure_that_passes(string password)
    {
        File.WriteAllText(_directory["secret"], password);

        Recipe.Result result = Call(("MasterPasswordPath", _directory["secret"]));

        result.AssertFailed(66, "no HTTP header can carry");
        result.AssertHoldsNone(password);
        Assert.Empty(_daemon.Log);
    }

    [Fact]
    public void The_master_password_can_come_from_a_file()
    {
        File.WriteAllText(_directory["secret"], _daemon.MasterPassword + "\n");

        Recipe.Result result = Call(("MasterPasswordPath", _directory["secret"]));

        Assert.Equal(0, result.Code);
        result.AssertHoldsNone(_daemon.MasterPassword);
    }

    [Fact]
    public void Without_a_master_password_nothing_is_sent()
    {
        Call().AssertFailed(66, "WAIAAS_MASTER_PASSWORD");
        Call(("MasterPasswordPath", _directory["secret"])).AssertFailed(66, _directory["secret"]);
        Assert.Empty(_daemon.Log);
    }

    [Fact]
    public void A_wrong_master_password_is_refused_and_not_shown()
    {
        const string Wrong = "hunter2-hunter2";

        Recipe.Result result = Call(("MasterPassword", SampleToken.Secure(Wrong)));

        result.AssertFailed(77, "401, INVALID_MASTER_PASSWORD");
        result.AssertHoldsNone(Wrong);
        Assert.False(File.Exists(_directory["data", "mcp-tokens", "trading"]));
    }

    [Theory]
    [InlineData(Fault.ServerError, 75, "500")]
    [InlineData(Fault.Page, 76, "no token")]
    [InlineData(Fault.NoToken, 76, "no token")]
    [InlineData(Fault.CutToken, 76, "not a token")]
    [InlineData(Fault.Redirect, 76, "redirects")]
    [InlineData(Fault.Drop, 75, "did not answer")]
    public void What_is_wrong_with_the_daemon_is_told(Fault fault, int code, string words)
    {
        using var elsewhere = new Daemon();
        _daemon.Fault = fault;
        _daemon.RedirectTarget = elsewhere.Address;

        Recipe.Result result = Run(("Verbose", true));

        result.AssertFailed(code, words);
        result.AssertHoldsNone(_daemon.MasterPassword);
        Assert.Empty(elsewhere.Log);
        Assert.False(File.Exists(_directory["data", "mcp-tokens", "trading"]));
    }

    [Fact]
    public void The_master_password_is_not_sent_unencrypted_to_another_computer() =>
        Run(("Uri", "http://192.0.2.1")).AssertFailed(64, "Nothing was sent");

    [Fact]
    public void A_place_that_cannot_be_written_is_found_before_there_is_a_session()
    {
        File.WriteAllText(_directory["data"], "a file");

        Run().AssertFailed(73, "was not asked");

        Assert.Empty(_daemon.Log);
    }

    private Recipe.Result Run(params (string Name, object?)[] arguments) =>
        Call([.. arguments, ("MasterPassword", SampleToken.Secure(_daemon.MasterPassword))]);

    private Recipe.Result Call(params (string Name, object?)[] arguments)
    {
        (string, object?)[] address = Array.Exists(arguments, a => a.Name == "Uri") ? [] : [("Uri", _daemon.Address)];
        return _recipe.Run([.. arguments, .. address, ("WalletId", "trading"), ("DataDir", _directory["data"])]);
    }
}
