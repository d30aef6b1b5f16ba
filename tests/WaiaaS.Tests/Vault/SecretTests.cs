using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Text;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Vault;

public sealed class SecretTests
{
    [Theory]
    [InlineData("mcp-token", "mcp-token")]
    [InlineData("MCP-Token", "mcp-token")]
    [InlineData("trading", "mcp-tokens/trading")]
    public void A_secret_is_the_token_file_of_its_name(string name, string file)
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        string token = SampleToken.New();

        Engine.Outcome set = vault.Set(name, token);
        Engine.Outcome get = vault.Get(name);

        Assert.Empty(set.Output);
        Assert.Empty(set.Errors);
        Assert.IsType<SecureString>(Assert.Single(get.Output));
        Assert.Empty(get.Errors);
        Assert.Equal(token, vault.GetText(name));
        Assert.Equal(token, File.ReadAllText(directory[["data", .. file.Split('/')]]));
    }

    [Fact]
    public void A_secure_string_is_written_too()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        string token = SampleToken.New();

        Assert.Empty(vault.Set("trading", SampleToken.Secure(token)).Errors);

        Assert.Equal(token, vault.GetText("trading"));
    }

    [Fact]
    public void A_wallet_without_a_token_of_its_own_is_no_secret_although_there_is_a_default_one()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("mcp-token", SampleToken.New());

        Engine.Outcome get = vault.Get("trading");

        Assert.Empty(get.Output);
        Assert.Empty(get.Errors);
        Assert.Null(get.Thrown);
    }

    [Theory]
    [InlineData("My other secret")]
    [InlineData("../mcp-token")]
    [InlineData("mcp*")]
    [InlineData("NUL")]
    [InlineData("")]
    public void A_name_that_no_token_can_have_is_no_secret_and_no_error(string name)
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("mcp-token", SampleToken.New());

        Engine.Outcome get = vault.Get(name);

        Assert.Empty(get.Output);
        Assert.Empty(get.Errors);
        Assert.Null(get.Thrown);
    }

    [Fact]
    public void A_token_that_cannot_be_given_is_the_error_of_the_cmdlet()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("trading", SampleToken.New());
        File.WriteAllText(directory["data", "mcp-tokens", "trading"], "no token");

        Engine.Outcome get = vault.Get("trading");

        Assert.Equal("TokenMalformed", get.ErrorId);
        Assert.Empty(get.Output);
    }

    public static TheoryData<string> OtherTypes => ["hashtable", "bytes", "credential", "nothing"];

    [Theory]
    [MemberData(nameof(OtherTypes))]
    public void What_is_no_text_is_not_written(string kind)
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        string token = SampleToken.New();
        object? secret = kind switch
        {
            "hashtable" => new Hashtable { ["token"] = token },
            "bytes" => Encoding.ASCII.GetBytes(token),
            "credential" => new PSCredential("trading", SampleToken.Secure(token)),
            _ => null,
        };

        Engine.Outcome set = vault.Set("trading", secret);

        Assert.Equal("SecretTypeNotSupported", set.ErrorId);
        Assert.False(Directory.Exists(directory["data"]));
        Assert.DoesNotContain(set.Everything(), text => text.Contains(token, System.StringComparison.Ordinal));
    }

    [Fact]
    public void Metadata_is_refused_before_anything_is_touched()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        string token = SampleToken.New();
        vault.Set("trading", token);

        Engine.Outcome set = vault.Set("trading", SampleToken.New(), new Hashtable { ["Purpose"] = "trades" });

        Assert.Equal("SecretMetadataNotSupported", set.ErrorId);
        Assert.Contains("Purpose", set.Errors[0].Exception.Message, System.StringComparison.Ordinal);
        Assert.Equal(token, vault.GetText("trading"));
    }

    [Fact]
    public void A_secret_can_be_copied_from_another_such_vault_with_what_that_tells_of_it()
    {
        using var directory = new TemporaryDirectory();
        using var from = new VaultSession(directory["from"]);
        using var to = new VaultSession(directory["to"]);
        from.Set("trading", SampleToken.New());
        var info = (Microsoft.PowerShell.SecretManagement.SecretInformation)from.GetInfo("trading").Output[0];

        Engine.Outcome set = to.Set("trading", from.Get("trading").Output[0], info.Metadata);

        Assert.Empty(set.Errors);
        Assert.Equal(from.GetText("trading"), to.GetText("trading"));
    }

    [Fact]
    public void What_is_no_token_is_not_written_and_not_shown()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]) { Verbose = true };
        string token = SampleToken.New();
        string cut = token[..token.LastIndexOf('.')];
        vault.Set("trading", token);

        Engine.Outcome set = vault.Set("trading", cut);

        Assert.Equal("TokenInputInvalid", set.ErrorId);
        Assert.Equal(token, vault.GetText("trading"));
        foreach (string part in cut["wai_sess_".Length..].Split('.'))
            Assert.DoesNotContain(set.Everything(), text => text.Contains(part, System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trading")]
    [InlineData("mcp-token")]
    public void A_removal_takes_one_secret_and_no_other(string name)
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        var names = new List<string> { "mcp-token", "ops", "trading" };
        names.ForEach(each => vault.Set(each, SampleToken.New()));

        Engine.Outcome removed = vault.Remove(name);

        Assert.Empty(removed.Errors);
        Assert.Empty(removed.Output);
        names.Remove(name);
        Assert.Equal(names, vault.Names());
    }

    [Theory]
    [InlineData("trad*", "WalletIdInvalid")]
    [InlineData("*", "WalletIdInvalid")]
    [InlineData("gone", "TokenNotFound")]
    public void A_removal_of_what_is_no_secret_is_an_error(string name, string id)
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("trading", SampleToken.New());

        Assert.Equal(id, vault.Remove(name).ErrorId);

        Assert.Equal(["trading"], vault.Names());
    }

    [Fact]
    public void Verbose_tells_why_there_is_no_secret()
    {
        using var directory = new TemporaryDirectory();
        using var quiet = new VaultSession(directory["data"]);
        using var verbose = new VaultSession(directory["data"]) { Verbose = true };

        Assert.Empty(quiet.Get("trading").Verbose);
        Assert.Contains(directory["data", "mcp-tokens", "trading"], Assert.Single(verbose.Get("trading").Verbose), System.StringComparison.Ordinal);
    }
}
