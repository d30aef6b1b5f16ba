using System;
using System.Collections;
using System.IO;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Vault;

[Collection(ProcessWide.Name)]
public sealed class VaultParameterTests
{
    [Fact]
    public void A_vault_is_good_before_its_directory_is_there_and_after()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);

        Assert.Equal([true], vault.Test().Output);
        Assert.False(Directory.Exists(directory["data"]));
        vault.Set("trading", SampleToken.New());
        Assert.Equal([true], vault.Test().Output);
    }

    [Fact]
    public void A_token_that_is_no_good_does_not_make_the_vault_so()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("trading", SampleToken.New());
        File.WriteAllText(directory["data", "mcp-tokens", "trading"], "no token");

        Engine.Outcome test = vault.Test();

        Assert.Equal([true], test.Output);
        Assert.Empty(test.Errors);
    }

    [Fact]
    public void A_data_directory_that_is_none_is_an_error()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["data"], string.Empty);
        using var vault = new VaultSession(directory["data"]);

        Engine.Outcome test = vault.Test();

        Assert.Equal([false], test.Output);
        Assert.Equal("DataDirectoryInvalid", test.ErrorId);
    }

    [Fact]
    public void A_data_directory_that_cannot_be_listed_is_an_error()
    {
        Unix.NeedRoot();
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession(directory["data"]);
        vault.Set("trading", SampleToken.New());
        Unix.SetMode(directory.Path, "755");
        Unix.As(Unix.Nobody, () =>
        {
            Engine.Outcome test = vault.Test();

            Assert.Equal([false], test.Output);
            Assert.Contains(test.Errors, error => error.FullyQualifiedErrorId.StartsWith("TokenAccessDenied,", StringComparison.Ordinal));
        });
    }

    public static TheoryData<string, object?> WrongParameters => new()
    {
        { "DataDir", "data" },
        { "DataDir", "./data" },
        { "DataDir", "~data" },
        { "DataDir", "Temp:/data" },
        { "DataDir", OperatingSystem.IsWindows() ? @"C:data" : @"C:\data" },
        { "DataDir", string.Empty },
        { "DataDir", 5 },
        { "DataDir", null },
        { "DataDirectory", "/data" },
    };

    [Theory]
    [MemberData(nameof(WrongParameters))]
    public void A_wrong_parameter_is_an_error_of_everything_that_is_asked_of_the_vault(string name, object? value)
    {
        using var vault = new VaultSession(new Hashtable { [name] = value });

        Engine.Outcome[] outcomes =
            [vault.Test(), vault.Get("trading"), vault.GetInfo(), vault.Set("trading", SampleToken.New()), vault.Remove("trading")];

        Assert.All(outcomes, outcome => Assert.Equal("VaultParameterInvalid", outcome.ErrorId));
        Assert.Equal([false], outcomes[0].Output);
        Assert.All(outcomes[1..], outcome => Assert.Empty(outcome.Output));
        Assert.Contains($"'{VaultSession.Name}'", outcomes[0].Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~/.waiaas-vault")]
    public void The_home_directory_can_be_written_as_in_a_shell(string path)
    {
        using var vault = new VaultSession(path);

        Assert.Empty(vault.Get("mcp-token-that-nobody-has").Errors);
    }

    [Fact]
    public void Without_a_directory_it_is_that_of_the_cmdlets()
    {
        using var directory = new TemporaryDirectory();
        using var vault = new VaultSession([]);
        WithDataDirectory(directory["data"], () =>
        {
            Assert.Empty(vault.Set("trading", SampleToken.New()).Errors);
            Assert.True(File.Exists(directory["data", "mcp-tokens", "trading"]));
            Assert.Equal(["trading"], vault.Names());
        });
    }

    [Fact]
    public void A_relative_directory_in_the_environment_is_an_error()
    {
        using var vault = new VaultSession([]);
        WithDataDirectory("data", () =>
        {
            Engine.Outcome test = vault.Test();

            Assert.Equal([false], test.Output);
            Assert.Equal("VaultParameterInvalid", test.ErrorId);
            Assert.Contains("WAIAAS_DATA_DIR", test.Errors[0].Exception.Message, StringComparison.Ordinal);
        });
    }

    private static void WithDataDirectory(string value, Action action)
    {
        const string variable = "WAIAAS_DATA_DIR";
        string? before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            action();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }
}
