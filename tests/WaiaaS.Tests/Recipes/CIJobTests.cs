using System;
using System.IO;
using System.Linq;
using WaiaaS.FakeDaemon;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>docs/examples/ci-job.ps1: the masks come first, the script has the token, and nothing of it stays.</summary>
[Collection(ProcessWide.Name)]
public sealed class CIJobTests : IDisposable
{
    private static readonly string[] Variables = ["WAIAAS_TOKEN", "GITHUB_ACTIONS", "TF_BUILD", "RUNNER_TEMP", "AGENT_TEMPDIRECTORY", "WAIAAS_DATA_DIR"];

    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];
    private readonly TemporaryDirectory _directory = new();
    private readonly Daemon _daemon = new();
    private readonly Recipe _recipe = new("ci-job.ps1");

    public CIJobTests()
    {
        foreach (string variable in Variables)
            Environment.SetEnvironmentVariable(variable, null);
        Environment.SetEnvironmentVariable("RUNNER_TEMP", _directory["temp"]);
        Directory.CreateDirectory(_directory["temp"]);
    }

    public void Dispose()
    {
        foreach ((string variable, string? value) in Variables.Zip(_before))
            Environment.SetEnvironmentVariable(variable, value);
        _recipe.Dispose();
        _daemon.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "::add-mask::")]
    [InlineData("TF_BUILD", "True", "##vso[task.setsecret]")]
    public void The_token_and_each_of_its_parts_are_masked_before_the_script_runs(string variable, string value, string command)
    {
        string token = Secret(_daemon.Issue(age: 0, lifetime: 3600));
        Environment.SetEnvironmentVariable(variable, value);

        Recipe.Result result = Run("'the script says something'");

        string jwt = token["wai_sess_".Length..];
        string[] masks = [.. new[] { token, jwt }.Concat(jwt.Split('.')).Select(part => command + part)];
        Assert.Equal([.. masks, "the script says something"], result.Outcome.Output);
        Assert.Equal(0, result.Code);
    }

    [Fact]
    public void Of_a_secret_with_a_line_break_every_line_is_masked_by_a_command_of_its_own()
    {
        string token = _daemon.Issue(age: 0, lifetime: 3600);
        Secret(token.Insert(60, "\n"));
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");

        Recipe.Result result = Run("# not reached");

        Assert.Equal(65, result.Code);
        string[] lines = [.. result.Outcome.Output.SelectMany(output => $"{output}".Split('\n'))];
        Assert.All(lines, line => Assert.StartsWith("::add-mask::", line, StringComparison.Ordinal));
        Assert.Contains("::add-mask::" + token[60..], lines);
    }

    [Fact]
    public void An_earlier_command_of_the_same_step_does_not_speak_for_the_script()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        File.WriteAllText(_directory["job.ps1"], "# nothing");

        Assert.Equal(0, _recipe.RunAfter("$global:LASTEXITCODE = 3", ("Script", _directory["job.ps1"])).Code);
    }

    [Fact]
    public void Elsewhere_nothing_is_printed()
    {
        string token = Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Recipe.Result result = Run("# nothing");

        result.AssertSilentSuccess();
        result.AssertHoldsNone(token);
    }

    [Fact]
    public void The_script_uses_the_token_and_inherits_no_variable_that_holds_it()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Recipe.Result result = Run($$"""
            $answer = Invoke-RestMethod -Uri '{{_daemon.Address}}v1/wallet/address' -Authentication Bearer -Token (Get-WaiaasToken) -AllowUnencryptedAuthentication
            "Address: $($answer.address)"
            "Variable: '$env:WAIAAS_TOKEN'"
            "Inside: $(Test-WaiaasToken)"
            """);

        Assert.Equal(["Address: 0x00", "Variable: ''", "Inside: True"], result.Outcome.Output);
        Assert.Equal(["GET /v1/wallet/address 200"], _daemon.Log);
    }

    [Fact]
    public void The_token_is_in_the_jobs_own_directory_and_gone_afterwards()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Recipe.Result result = Run("Get-WaiaasTokenPath");

        string path = Assert.IsType<string>(Assert.Single(result.Outcome.Output));
        Assert.StartsWith(_directory["temp"], path, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory["temp"]));
        Assert.Null(Environment.GetEnvironmentVariable("WAIAAS_DATA_DIR"));
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("exit 0", 0)]
    public void The_scripts_exit_code_is_the_jobs(string script, int code)
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Assert.Equal(code, Run(script).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory["temp"]));
    }

    [Fact]
    public void A_script_that_throws_is_a_failed_job_and_leaves_nothing()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Run("throw 'no funds'").AssertFailed(70, "no funds");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory["temp"]));
    }

    [Fact]
    public void Arguments_reach_the_script()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Assert.Equal(["b a"], Run("param($First, $Second) \"$Second $First\"", ("ArgumentList", (string[])["a", "b"])).Outcome.Output);
    }

    [Fact]
    public void A_wallets_token_becomes_that_wallets()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Assert.Equal([true, false], Run("Test-WaiaasToken trading; Test-WaiaasToken", ("WalletId", "trading")).Outcome.Output);
    }

    [Fact]
    public void Without_the_secret_the_script_does_not_run() => Run("'ran'").AssertFailed(66, "WAIAAS_TOKEN is empty");

    [Fact]
    public void Without_the_script_nothing_is_written()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        _recipe.Run(("Script", _directory["missing.ps1"])).AssertFailed(66, "missing.ps1");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory["temp"]));
    }

    [Fact]
    public void A_secret_that_is_no_token_is_told_without_showing_it()
    {
        string token = _daemon.Issue(age: 0, lifetime: 3600);
        Secret(token["wai_sess_".Length..]);

        Recipe.Result result = Run("'ran'");

        result.AssertFailed(65, "not a token");
        result.AssertHoldsNone(token);
    }

    [Fact]
    public void A_token_that_does_not_last_for_the_job_is_refused()
    {
        Secret(_daemon.Issue(age: 0, lifetime: 3600));

        Run("'ran'", ("MinimumLifetime", TimeSpan.FromHours(2))).AssertFailed(77, "too soon");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory["temp"]));
    }

    private static string Secret(string value)
    {
        Environment.SetEnvironmentVariable("WAIAAS_TOKEN", value);
        return value;
    }

    private Recipe.Result Run(string script, params (string, object?)[] arguments)
    {
        File.WriteAllText(_directory["job.ps1"], script);
        return _recipe.Run([.. arguments, ("Script", _directory["job.ps1"])]);
    }
}
