using System;
using WaiaaS.FakeDaemon;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>How docs/examples/renew-token.ps1 fails: the exit code, one error without a secret, and the old token intact.</summary>
public sealed class RenewTokenFailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Daemon _daemon = new();
    private readonly Recipe _recipe = new("renew-token.ps1");

    private string File => _directory["mcp-token"];

    public void Dispose()
    {
        _recipe.Dispose();
        _daemon.Dispose();
        _directory.Dispose();
    }

    public static TheoryData<Fault, int, string> Faults => new()
    {
        { Fault.ServerError, 75, "500, INTERNAL_ERROR" },
        { Fault.Unavailable, 75, "503, STARTING" },
        { Fault.TooManyRequests, 75, "429, RATE_LIMITED" },
        { Fault.Page, 76, "no token" },
        { Fault.NoToken, 76, "no token" },
        { Fault.CutToken, 76, "not a token" },
        { Fault.Redirect, 76, "redirects" },
        { Fault.Drop, 75, "did not answer" },
        { Fault.LostAnswer, 75, "did not answer" },
        { Fault.Silence, 75, "did not answer" },
        { Fault.Stall, 75, "did not answer" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_wrong_with_the_daemon_is_told_and_the_token_stays(Fault fault, int code, string words)
    {
        using var elsewhere = new Daemon();
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        _daemon.Fault = fault;
        _daemon.RedirectTarget = elsewhere.Address;

        Recipe.Result result = Run(("TimeoutSec", fault is Fault.Silence or Fault.Stall ? 1 : 60), ("Verbose", true));

        result.AssertFailed(code, words, File);
        result.AssertHoldsNone(token);
        Assert.Equal(token, System.IO.File.ReadAllText(File));
        Assert.Empty(elsewhere.Log);
    }

    [Fact]
    public void A_file_that_is_mounted_by_itself_is_found_before_the_daemon_is_asked()
    {
        Unix.NeedRoot();
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        System.IO.File.Copy(File, _directory["mounted"]);
        using var mount = Mount.Bind(_directory["mounted"], File);

        Recipe.Result result = Run();

        result.AssertFailed(73, "mount point", "Mount its directory");
        Assert.Empty(_daemon.Log);
        Assert.Equal(token, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void The_callers_strict_mode_changes_nothing()
    {
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        _daemon.Fault = Fault.ServerError;

        Recipe.Result result = _recipe.RunAfter("Set-StrictMode -Version Latest", ("DataDir", _directory.Path), ("Uri", _daemon.Address));

        result.AssertFailed(75, "500");
        result.AssertHoldsNone(token);
    }

    [Fact]
    public void Where_nobody_listens_the_next_run_tries_again()
    {
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        _daemon.Dispose();

        Recipe.Result result = Run();

        result.AssertFailed(75, "did not answer", "next run");
        result.AssertHoldsNone(token);
        Assert.Equal(token, System.IO.File.ReadAllText(File));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "expired", "401, TOKEN_EXPIRED" },
        { "revoked", "401, SESSION_REVOKED" },
        { "renewed by somebody who did not write it", "403, SESSION_RENEWAL_MISMATCH" },
        { "renewed as often as allowed", "403, RENEWAL_LIMIT_REACHED" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_says_that_a_new_session_is_needed(string state, string words)
    {
        string token = Write(_daemon.Issue(age: 7000, lifetime: state == "expired" ? 5000 : 10000));
        switch (state)
        {
            case "revoked":
                _daemon.Revoke(token);
                break;
            case "renewed by somebody who did not write it":
                _daemon.Renew(token);
                break;
            case "renewed as often as allowed":
                _daemon.MaximumRenewals = 0;
                break;
        }

        Recipe.Result result = Run();

        result.AssertFailed(77, words, "set-up.ps1");
        result.AssertHoldsNone(token);
        Assert.Equal(token, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("http://192.0.2.1:3100")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("http://127.0.0.1.example.com")]
    public void Nothing_is_sent_unencrypted_to_another_computer(string address)
    {
        Write(_daemon.Issue(age: 7000, lifetime: 10000));

        _recipe.Run(("DataDir", _directory.Path), ("Uri", address)).AssertFailed(64, "Nothing was sent");
    }

    [Fact]
    public void Without_a_token_there_is_nothing_to_renew()
    {
        Run().AssertFailed(66, "There is no token");
        Assert.Empty(_daemon.Log);
    }

    [Fact]
    public void What_is_no_token_is_not_sent()
    {
        string token = _daemon.Issue(age: 7000, lifetime: 10000);
        System.IO.File.WriteAllText(File, token + " " + token);

        Recipe.Result result = Run();

        result.AssertFailed(66, "does not hold a token");
        result.AssertHoldsNone(token);
        Assert.Empty(_daemon.Log);
    }

    [Fact]
    public void A_token_without_a_session_cannot_be_renewed()
    {
        Write(SampleToken.WithPayload("{\"iat\":1,\"exp\":2}"));

        Run().AssertFailed(66, "which session");
    }

    [Fact]
    public void A_bad_wallet_id_is_a_mistake_in_the_call() => Run(("WalletId", "../x")).AssertFailed(64, "wallet id");

    [Fact]
    public void Before_the_daemon_is_asked_it_is_clear_that_the_new_token_can_be_written()
    {
        using Mount mount = Mount.Tmpfs(_directory.Path, 1 << 20);
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        mount.MakeReadOnly();

        Run().AssertFailed(73, "the daemon was not asked");

        Assert.Empty(_daemon.Log);
        Assert.Equal(token, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_new_token_that_cannot_be_written_after_all_is_an_error_of_its_own()
    {
        using Mount mount = Mount.Tmpfs(_directory.Path, 1 << 20);
        string token = Write(_daemon.Issue(age: 7000, lifetime: 10000));
        _daemon.Renewing = mount.MakeReadOnly;

        Recipe.Result result = Run();

        result.AssertFailed(73, "has renewed the session", "Create a new session");
        result.AssertHoldsNone(token);
        Assert.Equal(1, _daemon.RenewalsOf(token));
    }

    private Recipe.Result Run(params (string, object?)[] arguments) =>
        _recipe.Run([.. arguments, ("DataDir", _directory.Path), ("Uri", _daemon.Address)]);

    // As the module would: closed to others.
    private string Write(string token)
    {
        System.IO.File.WriteAllText(File, token);
        if (Unix.IsHere)
            Unix.SetMode(File, "600");
        return token;
    }
}
