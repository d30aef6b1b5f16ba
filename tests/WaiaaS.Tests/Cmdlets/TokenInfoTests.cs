using System;
using System.IO;
using System.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

public sealed class TokenInfoTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Engine _engine = new();

    public TokenInfoTests() => _engine.With("data", _directory["data"]);

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void It_tells_what_the_token_says_and_what_the_file_is()
    {
        string token = SampleToken.WithPayload("{\"sub\":\"s-1\",\"aid\":\"a-1\",\"iat\":1700000000,\"exp\":4000000000}");
        Set(token, "w1");

        dynamic info = Assert.Single(_engine.Run("Get-WaiaasTokenInfo w1 -DataDir $data").Output);

        Assert.Equal(_directory["data", "mcp-tokens", "w1"], info.Path);
        Assert.Equal("w1", info.WalletId);
        Assert.Equal("Active", info.State.ToString());
        Assert.Equal("s-1", info.SessionId);
        Assert.Equal("a-1", info.AgentId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), info.IssuedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(4000000000), info.ExpiresAt);
        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(info.ExpiresAt), info.ExpiresAt.Offset);
        Assert.Equal(token.Length, info.Length);
        Assert.False(info.IsOpenToOthers);
        Assert.Null(info.Reason);
        if (Unix.IsHere)
            Assert.Equal(("0600", "owner", Environment.UserName), (info.Mode, info.Access, info.Owner));
    }

    [Fact]
    public void A_token_without_expiry_never_expires()
    {
        Set(SampleToken.New(expiresIn: null), null);

        Engine.Outcome outcome = _engine.Run(
            "$info = Get-WaiaasTokenInfo -DataDir $data; $info.State; $info.ExpiresAt; $info.Remaining; [WaiaaS.Formatting.TokenInfoFormatter]::Remaining($info)");

        Assert.Equal(["Active", null, null, "never expires"], outcome.Output.Select(o => o?.ToString()));
    }

    [Fact]
    public void Without_a_name_every_token_is_listed_and_a_bad_one_is_a_row()
    {
        Set(SampleToken.New(), null);
        Set(SampleToken.New(), "good");
        Set(SampleToken.New(TimeSpan.FromHours(-1)), "late");
        File.WriteAllText(_directory["data", "mcp-tokens", "cut"], "wai_sess_");
        File.WriteAllText(_directory["data", "mcp-tokens", "large"], SampleToken.OfLength(8193));
        Directory.CreateDirectory(_directory["data", "mcp-tokens", "directory"]);
        File.WriteAllText(_directory["data", "mcp-tokens", ".good.1.0123abcd.tmp"], SampleToken.New());
        File.WriteAllText(_directory["data", "mcp-tokens", "not a wallet"], SampleToken.New());

        Engine.Outcome outcome = _engine.Run("Get-WaiaasTokenInfo -DataDir $data | ForEach-Object { \"$($_.WalletId)=$($_.State)\" }");

        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Warnings);
        Assert.Equal(["=Active", "cut=Malformed", "directory=Refused", "good=Active", "large=Refused", "late=Expired"], outcome.Output.Cast<string>().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Posix.SpecialFiles.Names), MemberType = typeof(Posix.SpecialFiles))]
    public void What_is_no_regular_file_is_refused_with_the_reason(string kind)
    {
        Set(SampleToken.New(), "good");
        (_, string words) = Posix.SpecialFiles.Make(kind, _directory["data", "mcp-tokens", "odd"]);

        dynamic info = Assert.Single(_engine.Run("Get-WaiaasTokenInfo odd -DataDir $data").Output);

        Assert.Equal("Refused", info.State.ToString());
        Assert.Contains(words, (string)info.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_elses_file_is_refused_and_one_open_to_others_is_marked()
    {
        Unix.NeedRoot();
        Set(SampleToken.New(), "theirs");
        Set(SampleToken.New(), "open");
        Unix.SetOwner(_directory["data", "mcp-tokens", "theirs"], Unix.Nobody);
        Unix.SetMode(_directory["data", "mcp-tokens", "open"], "0644");

        Engine.Outcome outcome = _engine.Run(
            "$i = Get-WaiaasTokenInfo theirs, open -DataDir $data; $i.State; $i[0].Owner; [WaiaaS.Formatting.TokenInfoFormatter]::Access($i[1], $null); $i[1].Access");

        Assert.Equal(["Refused", "Active", "nobody", "0644 !", "everyone"], outcome.Output.Select(o => o.ToString()));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("[1]")]
    [InlineData("{}]}")]
    [InlineData("{\"exp\":\"tomorrow\"}")]
    [InlineData("{\"exp\":\"4000000000\"}")]
    [InlineData("{\"exp\":[4000000000]}")]
    public void A_token_whose_expiry_nobody_can_read_is_not_active_and_hides_no_other(string payload)
    {
        Set(SampleToken.WithPayload(payload), "a");
        Set(SampleToken.New(), "b");

        Engine.Outcome outcome = _engine.Run(
            "(Get-WaiaasTokenInfo a, b -DataDir $data).State; Test-WaiaasToken a -DataDir $data; Get-WaiaasToken a -DataDir $data -AsPlainText");

        Assert.Empty(outcome.Errors);
        Assert.Equal(["Malformed", "Active", "False"], outcome.Output.Take(3).Select(o => o.ToString()));
    }

    [Fact]
    public void A_list_does_not_wait_for_what_was_written_long_ago()
    {
        Set(SampleToken.New(), "w");
        string path = _directory["data", "mcp-tokens", "w"];
        File.WriteAllText(path, string.Empty);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        Assert.Empty(_engine.Run("Get-WaiaasTokenInfo w -DataDir $data -Verbose").Verbose);

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(3, _engine.Run("Get-WaiaasTokenInfo w -DataDir $data -Verbose").Verbose.Count);
    }

    [Fact]
    public void What_a_claim_says_to_a_terminal_is_not_passed_on()
    {
        Set(SampleToken.WithPayload("{\"sub\":\"\\u001b[31mred\"}"), null);

        Assert.Equal(["\uFFFD[31mred"], _engine.Run("(Get-WaiaasTokenInfo -DataDir $data).SessionId").Output);
    }

    [Theory]
    [InlineData("al*", new[] { "alpha", "alps" })]
    [InlineData("AL*", new[] { "alpha", "alps" })]
    [InlineData("[ab]*a", new[] { "alpha", "beta" })]
    [InlineData("z*", new string[0])]
    public void A_wildcard_stands_for_the_wallets_that_are_there(string pattern, string[] expected)
    {
        foreach (string wallet in new[] { "alpha", "alps", "beta" })
            Set(SampleToken.New(), wallet);

        Engine.Outcome outcome = _engine.With("pattern", pattern).Run("Get-WaiaasTokenInfo $pattern -DataDir $data | ForEach-Object WalletId");

        Assert.Empty(outcome.Errors);
        Assert.Equal(expected, outcome.Output.Cast<string>().Order());
    }

    [Theory]
    [InlineData("Get-WaiaasTokenInfo nowhere -DataDir $data", "TokenNotFound")]
    [InlineData("Get-WaiaasTokenInfo '../x' -DataDir $data", "WalletIdInvalid")]
    [InlineData("Get-WaiaasTokenInfo -WalletId $undefined -DataDir $data", "WalletIdInvalid")]
    [InlineData("Get-WaiaasTokenInfo -LiteralPath $data/nowhere", "TokenNotFound")]
    public void What_was_named_and_is_not_there_is_an_error(string command, string id) =>
        Assert.Equal(id, _engine.Run(command).ErrorId);

    [Fact]
    public void One_name_that_is_not_there_does_not_hide_the_others()
    {
        Set(SampleToken.New(), "b");

        Engine.Outcome outcome = _engine.Run("Get-WaiaasTokenInfo a, 'x/y', b -DataDir $data | ForEach-Object WalletId");

        Assert.Equal(["b"], outcome.Output);
        Assert.Equal(["TokenNotFound", "WalletIdInvalid"], outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void An_empty_data_directory_lists_nothing_and_says_so()
    {
        Engine.Outcome outcome = _engine.Run("Get-WaiaasTokenInfo -DataDir $data -Verbose");

        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Output);
        Assert.Single(outcome.Verbose);
    }

    [Fact]
    public void PassThru_gives_the_info_of_what_was_written()
    {
        Engine.Outcome outcome = _engine.With("token", SampleToken.New()).Run("Set-WaiaasToken $token -WalletId w1 -DataDir $data -PassThru");

        dynamic info = Assert.Single(outcome.Output);
        Assert.Equal(("w1", "Active"), (info.WalletId, info.State.ToString()));
    }

    [Theory]
    [InlineData("6.04:30:00", "6d 4h")]
    [InlineData("1.00:00:00", "1d")]
    [InlineData("05:07:09", "5h 7m")]
    [InlineData("00:59:03", "59m 3s")]
    [InlineData("00:00:07", "7s")]
    public void The_time_that_remains_is_told_in_two_units(string remaining, string words)
    {
        // Half a second more, so that what the test itself takes does not show.
        long expiry = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + (long)TimeSpan.Parse(remaining, null).TotalMilliseconds + 900;
        Set(SampleToken.WithPayload(FormattableString.Invariant($"{{\"exp\":{expiry / 1000.0}}}")), null);

        Assert.Equal([words], _engine.Run("[WaiaaS.Formatting.TokenInfoFormatter]::Remaining((Get-WaiaasTokenInfo -DataDir $data))").Output);
    }

    [Fact]
    public void The_table_fits_a_hundred_columns()
    {
        Set(SampleToken.New(), "0193a2b4-7c1d-7000-8000-000000000001");

        (int code, string output, _) = ShellProcess.Run("-Command", $"Get-WaiaasTokenInfo -DataDir '{_directory["data"]}'");

        Assert.Equal(0, code);
        string row = Assert.Single(output.Split('\n'), line => line.StartsWith("0193a2b4-7c1d-7000-8000-000000000001 Active", StringComparison.Ordinal));
        Assert.Contains(OperatingSystem.IsWindows() ? "private" : "0600", row, StringComparison.Ordinal);
        Assert.InRange(row.IndexOf(_directory.Path, StringComparison.Ordinal), 1, 80);
    }

    private void Set(string token, string? wallet)
    {
        Assert.Empty(_engine.With("token", token).With("parameters", new System.Collections.Hashtable { ["WalletId"] = wallet })
            .Run(wallet is null ? "Set-WaiaasToken $token -DataDir $data" : "Set-WaiaasToken $token @parameters -DataDir $data").Errors);
    }
}
