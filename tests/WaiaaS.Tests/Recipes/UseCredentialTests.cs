using System;
using System.IO;
using WaiaaS.FakeDaemon;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>
/// docs/examples/use-credential.ps1 with files as systemd makes them: in memory, 0400 in a directory of 0500, of the
/// service's user; or root's, with an access list for that user.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class UseCredentialTests : IDisposable
{
    private const string Variable = "CREDENTIALS_DIRECTORY";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly TemporaryDirectory _directory = new();
    private readonly Daemon _daemon = new();

    private string Credentials => _directory["credentials"];

    private string File => _directory["credentials", "waiaas-token"];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _daemon.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_credential_of_the_services_user_is_accepted()
    {
        using Mount mount = Hand(_daemon.Issue(age: 0, lifetime: 3600));
        Unix.SetOwner(File, Unix.Nobody);
        Unix.SetOwner(Credentials, Unix.Nobody);
        Close();

        AssertAccepted(RunAsService());
    }

    [Fact]
    public void A_credential_of_root_with_an_access_list_is_accepted()
    {
        using Mount mount = Hand(_daemon.Issue(age: 0, lifetime: 3600));
        Close();
        AccessList.LetIn(File, Unix.Nobody, permissions: 4);
        AccessList.LetIn(Credentials, Unix.Nobody, permissions: 5);
        Assert.Equal("0440", Unix.ModeOf(File));

        AssertAccepted(RunAsService());
    }

    [Fact]
    public void A_token_that_the_daemon_refuses_is_told_and_not_shown()
    {
        string token = _daemon.Issue(age: 3600, lifetime: 60);
        using Mount mount = Hand(token);
        Unix.SetOwner(Credentials, Unix.Nobody);
        Unix.SetOwner(File, Unix.Nobody);
        Close();

        Recipe.Result result = RunAsService();

        result.AssertFailed(77, "401");
        result.AssertHoldsNone(token);
    }

    [Fact]
    public void A_daemon_that_is_not_there_is_worth_another_try()
    {
        Directory.CreateDirectory(Credentials);
        string token = _daemon.Issue(age: 0, lifetime: 3600);
        System.IO.File.WriteAllText(File, token);
        Environment.SetEnvironmentVariable(Variable, Credentials);
        _daemon.Dispose();

        Recipe.Result result = Run();

        result.AssertFailed(75, "Check that it runs");
        result.AssertHoldsNone(token);
    }

    [Fact]
    public void Without_the_credential_it_says_what_the_unit_needs()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Run().AssertFailed(78, "LoadCredential=waiaas-token:");

        Environment.SetEnvironmentVariable(Variable, Credentials);
        Run().AssertFailed(66, "There is no token");
        Assert.Empty(_daemon.Log);
    }

    private Mount Hand(string token)
    {
        Directory.CreateDirectory(Credentials);
        Mount mount = Mount.Tmpfs(Credentials, 1 << 20);
        System.IO.File.WriteAllText(File, token);
        Environment.SetEnvironmentVariable(Variable, Credentials);
        return mount;
    }

    private void Close()
    {
        Unix.SetMode(File, "400");
        Unix.SetMode(Credentials, "500");
    }

    private void AssertAccepted(Recipe.Result result)
    {
        Assert.Empty(result.Outcome.Errors);
        Assert.Empty(result.Outcome.Warnings);
        Assert.Equal(0, result.Code);
        Assert.EndsWith("has the address 0x00.", Assert.IsType<string>(Assert.Single(result.Outcome.Output)), StringComparison.Ordinal);
        Assert.Equal(["GET /v1/wallet/address 200"], _daemon.Log);
    }

    // A copy that any user can read, in an engine that is loaded already.
    private Recipe.Result RunAsService()
    {
        Unix.SetMode(_directory.Path, "755");
        string copy = _directory["use-credential.ps1"];
        System.IO.File.Copy(Recipe.FileOf("use-credential.ps1"), copy);
        using var recipe = new Recipe(copy);
        Recipe.Result? result = null;
        Unix.As(Unix.Nobody, () => result = recipe.Run(("Uri", _daemon.Address)));
        return result!;
    }

    private Recipe.Result Run()
    {
        using var recipe = new Recipe("use-credential.ps1");
        return recipe.Run(("Uri", _daemon.Address));
    }
}
