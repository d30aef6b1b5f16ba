using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.PowerShell.SecretManagement;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Vault;

public sealed class SecretInfoTests
{
    [Theory]
    [InlineData("*", "mcp-token,ops,trade-1,trading")]
    [InlineData("", "mcp-token,ops,trade-1,trading")]
    [InlineData("TRAD*", "trade-1,trading")]
    [InlineData("mcp*", "mcp-token")]
    [InlineData("*o*", "mcp-token,ops")]
    [InlineData("mcp-token", "mcp-token")]
    [InlineData("ops", "ops")]
    [InlineData("gone", "")]
    [InlineData("no token's name", "")]
    [InlineData("half[open", "")]
    public void A_filter_matches_names(string filter, string expected)
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        foreach (string name in new[] { "trading", "mcp-token", "ops", "trade-1" })
            vault.Set(name, SampleToken.New());

        Engine.Outcome info = vault.GetInfo(filter);

        Assert.Equal(expected, string.Join(',', info.Output.Cast<SecretInformation>().Select(each => each.Name)));
        Assert.Empty(info.Errors);
        Assert.Null(info.Thrown);
    }

    [Fact]
    public void A_vault_without_a_directory_is_empty()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);

        Engine.Outcome info = vault.GetInfo();

        Assert.Empty(info.Output);
        Assert.Empty(info.Errors);
    }

    [Fact]
    public void The_metadata_tell_when_the_token_expires_and_nothing_of_the_token()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        DateTimeOffset issued = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
        DateTimeOffset expires = issued.AddYears(20);
        string token = SampleToken.WithPayload(string.Create(
            CultureInfo.InvariantCulture, $"{{\"sub\":\"session-1\",\"iat\":{issued.ToUnixTimeSeconds()},\"exp\":{expires.ToUnixTimeSeconds()}}}"));
        vault.Set("trading", token);

        var info = (SecretInformation)Assert.Single(vault.GetInfo().Output);

        Assert.Equal("trading", info.Name);
        Assert.Equal(SecretType.SecureString, info.Type);
        Assert.Equal(VaultSession.Name, info.VaultName);
        Assert.Equal(["ExpiresAt", "IssuedAt", "LastWriteTime", "Path", "SessionId", "State"], info.Metadata.Keys.Cast<string>().Order());
        Assert.Equal(expires.LocalDateTime, info.Metadata["ExpiresAt"]);
        Assert.Equal(DateTimeKind.Local, ((DateTime)info.Metadata["ExpiresAt"]!).Kind);
        Assert.Equal(issued.LocalDateTime, info.Metadata["IssuedAt"]);
        Assert.Equal("session-1", info.Metadata["SessionId"]);
        Assert.Equal("Active", info.Metadata["State"]);
        Assert.Equal(directory["data", "mcp-tokens", "trading"], info.Metadata["Path"]);
        Assert.All(info.Metadata.Values.Cast<object>(), value => Assert.True(value is string or DateTime));
        string shown = string.Join(' ', info.Metadata.Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}"));
        Assert.All(token["wai_sess_".Length..].Split('.'), part => Assert.DoesNotContain(part, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_that_does_not_expire_has_no_expiry()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("mcp-token", SampleToken.New(expiresIn: null));

        var info = (SecretInformation)Assert.Single(vault.GetInfo().Output);

        Assert.DoesNotContain("ExpiresAt", info.Metadata.Keys.Cast<string>());
        Assert.Equal("Active", info.Metadata["State"]);
    }

    [Fact]
    public void A_file_that_is_no_token_is_listed_with_its_state()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("mcp-token", SampleToken.New());
        File.WriteAllText(directory["data", "mcp-token"], "no token");

        var info = (SecretInformation)Assert.Single(vault.GetInfo().Output);

        Assert.Equal("Malformed", info.Metadata["State"]);
    }

    [Theory]
    [InlineData("mcp-token")]
    [InlineData("MCP-token")]
    public void The_token_of_a_wallet_of_that_name_is_left_out_with_a_warning(string wallet)
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("trading", SampleToken.New());
        File.Copy(directory["data", "mcp-tokens", "trading"], directory["data", "mcp-tokens", wallet]);

        Engine.Outcome info = vault.GetInfo();

        Assert.Equal(["trading"], info.Output.Cast<SecretInformation>().Select(each => each.Name));
        Assert.Contains($"'{wallet}'", Assert.Single(info.Warnings), StringComparison.Ordinal);
        Assert.Empty(vault.Get(wallet).Output);
    }

    [Fact]
    public void Of_names_that_differ_in_case_alone_one_is_listed_and_each_can_be_had()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["CASE"], string.Empty);
        Assert.SkipWhen(File.Exists(directory["case"]), "needs a file system that tells upper from lower case");
        using var vault = new VaultSession(directory["data"]);
        string[] tokens = [SampleToken.New(), SampleToken.New()];
        vault.Set("ops", tokens[0]);
        vault.Set("OPS", tokens[1]);

        Engine.Outcome info = vault.GetInfo();

        Assert.Equal(["OPS"], info.Output.Cast<SecretInformation>().Select(each => each.Name));
        Assert.Contains("'ops'", Assert.Single(info.Warnings), StringComparison.Ordinal);
        Assert.Equal(tokens[0], vault.GetText("ops"));
        Assert.Equal(tokens[1], vault.GetText("OPS"));
    }
}
