using System;
using System.IO;
using System.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

public sealed class TestTokenTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Engine _engine = new();

    public TestTokenTests() => _engine.With("path", _directory["mcp-token"]);

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-MinimumLifetime 00:59:00", true)]
    [InlineData("-MinimumLifetime ([timespan]::FromMinutes(59))", true)]
    [InlineData("-MinimumLifetime 01:01:00", false)]
    [InlineData("-MinimumLifetime 2.00:00:00", false)]
    public void A_token_of_an_hour_lasts_an_hour(string parameters, bool expected)
    {
        File.WriteAllText(_directory["mcp-token"], SampleToken.New(TimeSpan.FromHours(1)));

        Engine.Outcome outcome = _engine.Run($"Test-WaiaasToken -LiteralPath $path {parameters} -Verbose");

        Assert.Equal([expected], outcome.Output);
        Assert.Equal(expected, outcome.Verbose.Count == 0);
    }

    [Fact]
    public void A_token_without_expiry_lasts_for_ever()
    {
        File.WriteAllText(_directory["mcp-token"], SampleToken.New(expiresIn: null));

        Assert.Equal([true], _engine.Run("Test-WaiaasToken -LiteralPath $path -MinimumLifetime 9999.00:00:00").Output);
    }

    [Theory]
    [InlineData(null, "no token")]
    [InlineData("", "empty")]
    [InlineData("wai_sess_a.b", "three parts")]
    [InlineData("expired", "expired at")]
    public void What_is_not_usable_is_false_with_the_reason_and_no_error(string? content, string reason)
    {
        if (content is not null)
            File.WriteAllText(_directory["mcp-token"], content == "expired" ? SampleToken.New(TimeSpan.FromSeconds(-1)) : content);

        Engine.Outcome outcome = _engine.Run("Test-WaiaasToken -LiteralPath $path -Verbose");

        Assert.Equal([false], outcome.Output);
        Assert.Empty(outcome.Errors);
        Assert.Contains(reason, outcome.Verbose[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Posix.SpecialFiles.Names), MemberType = typeof(Posix.SpecialFiles))]
    public void What_is_no_regular_file_is_false(string kind)
    {
        Posix.SpecialFiles.Make(kind, _directory["mcp-token"]);

        Assert.Equal([false], _engine.Run("Test-WaiaasToken -LiteralPath $path").Output);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3600")]
    [InlineData("1.5")]
    [InlineData("'1h'")]
    [InlineData("'5'")]
    [InlineData("-1")]
    [InlineData("'-01:00:00'")]
    [InlineData("$null")]
    public void A_lifetime_that_is_no_length_of_time_is_a_clear_error(string lifetime)
    {
        Engine.Outcome outcome = _engine.Run($"Test-WaiaasToken -LiteralPath $path -MinimumLifetime {lifetime}");

        Assert.Contains("01:00:00", Assert.Single(outcome.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void It_takes_what_the_other_cmdlets_put_out()
    {
        Engine.Outcome outcome = _engine.With("data", _directory["data"]).With("token", SampleToken.New()).Run(
            "Set-WaiaasToken $token -DataDir $data -WalletId w; Get-WaiaasTokenInfo -DataDir $data | Test-WaiaasToken; Get-WaiaasTokenPath w -DataDir $data | Test-WaiaasToken; Test-WaiaasToken w -DataDir $data; Test-WaiaasToken -DataDir $data");

        Assert.Equal([true, true, true, false], outcome.Output.Cast<bool>());
    }
}
