using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

public sealed class PathTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Engine _engine = new();
    private readonly string _token = SampleToken.New();

    public PathTests() => _engine.With("token", _token).With("data", _directory["data"]).With("root", _directory.Path);

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("Get-WaiaasTokenPath -DataDir $data", "mcp-token")]
    [InlineData("Get-WaiaasTokenPath w1 -DataDir $data", "mcp-tokens/w1")]
    [InlineData("[pscustomobject]@{ WalletId = 'w1' } | Get-WaiaasTokenPath -DataDir $data", "mcp-tokens/w1")]
    [InlineData("Get-WaiaasTokenPath -DataDir ($data + '/')", "mcp-token")]
    [InlineData("Get-WaiaasTokenPath -DataDir ($data + '/x/../.')", "mcp-token")]
    public void The_path_is_absolute_and_nothing_is_touched(string command, string expected)
    {
        Engine.Outcome outcome = _engine.Run(command);

        Assert.Equal([_directory[["data", .. expected.Split('/')]]], outcome.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void A_relative_path_starts_at_the_PowerShell_location()
    {
        Engine.Outcome outcome = _engine.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($root); Get-WaiaasTokenPath -DataDir data");

        Assert.Equal([_directory["data", "mcp-token"]], outcome.Output);
    }

    [Fact]
    public void A_PSDrive_of_the_file_system_works()
    {
        Engine.Outcome outcome = _engine.WithDrive("waiaas", _directory.Path).Run(
            "Set-WaiaasToken $token -DataDir waiaas:/data; Get-WaiaasToken -AsPlainText -LiteralPath waiaas:data/mcp-token");

        Assert.Empty(outcome.Errors);
        Assert.Equal([_token], outcome.Output);
        Assert.True(File.Exists(_directory["data", "mcp-token"]));
    }

    [Theory]
    [InlineData("Get-WaiaasToken -LiteralPath Env:PATH", "Environment")]
    [InlineData("Set-WaiaasToken $token -DataDir Env:", "Environment")]
    [InlineData("Get-WaiaasTokenPath -DataDir Function:", "Function")]
    [InlineData("Get-WaiaasTokenPath -DataDir nosuchdrive:/x", "nosuchdrive")]
    [InlineData("$null = $ExecutionContext.SessionState.Path.SetLocation('Env:'); Get-WaiaasTokenPath -DataDir data", "Environment")]
    public void A_path_of_another_provider_is_an_error_that_names_it(string command, string name)
    {
        Engine.Outcome outcome = _engine.Run(command);

        Assert.Equal("PathNotFileSystem", outcome.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, outcome.Errors[0].CategoryInfo.Category);
        Assert.Contains(name, outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-WaiaasToken $token -LiteralPath \"$root/x/\"")]
    [InlineData("Set-WaiaasToken $token -LiteralPath ''")]
    [InlineData("Set-WaiaasToken $token -LiteralPath $null")]
    [InlineData("Set-WaiaasToken $token -DataDir ''")]
    [InlineData("Set-WaiaasToken $token -DataDir $undefined")]
    [InlineData("Set-WaiaasToken $token -LiteralPath \"$root/$([char]0xD800)x\"")]
    public void A_path_that_names_no_file_is_an_error_and_nothing_is_touched(string command)
    {
        Assert.Equal("PathNotFileSystem", _engine.Run(command).ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void An_absolute_path_means_the_same_on_any_drive() =>
        Assert.Equal([_directory["data", "mcp-token"]], _engine.Run("$null = $ExecutionContext.SessionState.Path.SetLocation('Env:'); Get-WaiaasTokenPath -DataDir $data").Output);

    [Fact]
    public void Wildcard_characters_in_a_literal_path_are_ordinary()
    {
        _engine.With("path", _directory["to[k]en"]);

        Engine.Outcome outcome = _engine.Run("Set-WaiaasToken $token -LiteralPath $path; Get-WaiaasToken -LiteralPath $path -AsPlainText");

        Assert.Equal([_token], outcome.Output);
        Assert.Equal([_directory["to[k]en"]], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void The_output_of_a_read_is_a_secure_string_unless_plain_text_is_asked_for()
    {
        Engine.Outcome outcome = _engine.Run("Set-WaiaasToken $token -DataDir $data; Get-WaiaasToken -DataDir $data");

        SecureString secret = Assert.IsType<SecureString>(Assert.Single(outcome.Output));
        Assert.Equal(_token, new PSCredential("x", secret).GetNetworkCredential().Password);
        Assert.True(secret.IsReadOnly());
    }

    [Fact]
    public void A_wallet_without_a_token_of_its_own_has_the_default_one_and_says_so()
    {
        Engine.Outcome outcome = _engine.Run("Set-WaiaasToken $token -DataDir $data; Get-WaiaasToken w1 -DataDir $data -AsPlainText -Verbose");

        Assert.Equal([_token], outcome.Output);
        Assert.Contains(outcome.Verbose, message => message.Contains(Path.Combine("mcp-tokens", "w1"), StringComparison.Ordinal));
    }

    [Fact]
    public void Only_a_missing_file_falls_back()
    {
        _engine.Run("Set-WaiaasToken $token -DataDir $data");
        Directory.CreateDirectory(_directory["data", "mcp-tokens", "w1"]);

        Assert.Equal("TokenNotRegularFile", _engine.Run("Get-WaiaasToken w1 -DataDir $data").ErrorId);
    }

    [Fact]
    public void With_neither_token_the_wallets_is_the_one_that_is_missing()
    {
        Engine.Outcome outcome = _engine.Run("Get-WaiaasToken w1 -DataDir $data");

        Assert.Equal("TokenNotFound", outcome.ErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, outcome.Errors[0].CategoryInfo.Category);
        Assert.Equal(_directory["data", "mcp-tokens", "w1"], outcome.Errors[0].TargetObject);
    }

    [Fact]
    public void A_path_from_the_pipeline_is_the_file_that_is_read()
    {
        Engine.Outcome outcome = _engine.Run(
            "Set-WaiaasToken $token -DataDir $data; Get-WaiaasTokenPath -DataDir $data | Get-WaiaasToken -AsPlainText; [pscustomobject]@{ Path = \"$data/mcp-token\" } | Get-WaiaasToken -AsPlainText");

        Assert.Equal([_token, _token], outcome.Output);
    }

    [Fact]
    public void The_wallet_id_completes_from_the_files_that_are_there()
    {
        foreach (string wallet in new[] { "alpha", "alps", "beta" })
            _engine.With("wallet", wallet).Run("Set-WaiaasToken $token -WalletId $wallet -DataDir $data");
        File.WriteAllText(_directory["data", "mcp-tokens", ".alpha.1.0123abcd.tmp"], "x");

        Engine.Outcome outcome = _engine.Run(
            "$line = \"Get-WaiaasToken -DataDir '$data' -WalletId al\"; (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object CompletionText");

        Assert.Equal(["alpha", "alps"], outcome.Output.Cast<string>());
    }
}
