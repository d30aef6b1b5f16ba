using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Vault;

/// <summary>The nested module itself: what SecretManagement looks for when a vault is registered, and what others see of it.</summary>
public sealed class ExtensionTests
{
    private static readonly string[] Functions = ["Get-Secret", "Get-SecretInfo", "Remove-Secret", "Set-Secret", "Test-SecretVault"];

    [Fact]
    public void The_module_exports_none_of_the_functions()
    {
        using var engine = new Engine();

        Engine.Outcome outcome = engine.Run(
            "(Get-Module WaiaaS).ExportedCommands.Keys; Get-Command -Name *-Secret* -ErrorAction Ignore; Get-Module | ForEach-Object { $_.Name }");

        Assert.Empty(outcome.Errors);
        Assert.Contains("Get-WaiaasToken", outcome.Output);
        Assert.All(outcome.Output, name => Assert.Contains("Waiaas", $"{name}", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("WaiaaS.Extension", outcome.Output);
    }

    [Fact]
    public void The_nested_module_exports_these_five_and_nothing_else()
    {
        using var engine = new Engine();

        Engine.Outcome outcome = engine.Run("Import-Module $extension -PassThru | ForEach-Object { $_.ExportedCommands.Keys }".Replace("$extension", $"'{Folder}'", StringComparison.Ordinal));

        Assert.Empty(outcome.Errors);
        Assert.Equal(Functions, outcome.Output.Cast<string>().Order());
    }

    // What Register-SecretVault of SecretManagement 1.1.2 asks for, and Metadata, which it calls with when it is there.
    [Theory]
    [InlineData("Get-Secret", "Name,VaultName,AdditionalParameters")]
    [InlineData("Set-Secret", "Name,Secret,VaultName,Metadata,AdditionalParameters")]
    [InlineData("Remove-Secret", "Name,VaultName,AdditionalParameters")]
    [InlineData("Get-SecretInfo", "Filter,VaultName,AdditionalParameters")]
    [InlineData("Test-SecretVault", "VaultName,AdditionalParameters")]
    public void A_function_has_the_parameters_that_SecretManagement_uses(string function, string parameters)
    {
        using var engine = new Engine();

        Engine.Outcome outcome = engine.With("folder", Folder).With("name", function)
            .Run("Import-Module $folder -Force -PassThru | ForEach-Object { $_.ExportedCommands[$name].Parameters.Keys }");

        Assert.Equal(parameters.Split(','), outcome.Output.Cast<string>().Except(Cmdlet.CommonParameters));
    }

    [Fact]
    public void It_works_where_it_was_imported_alone()
    {
        using var directory = new TemporaryDirectory();
        using var engine = new Engine();
        string token = SampleToken.New();
        engine.With("folder", Folder).With("token", token).With("parameters", new Hashtable { ["DataDir"] = directory["data"] });

        Engine.Outcome outcome = engine.Run("""
            Remove-Module WaiaaS
            Import-Module $folder
            Set-Secret -Name trading -Secret $token -VaultName alone -AdditionalParameters $parameters
            Get-SecretInfo -Filter * -VaultName alone -AdditionalParameters $parameters | ForEach-Object { $_.Name }
            Get-Command -Name Get-WaiaasToken -ErrorAction Ignore
            """);

        Assert.Empty(outcome.Errors);
        Assert.Null(outcome.Thrown);
        Assert.Equal(["trading"], outcome.Output);
        Assert.Equal(token, System.IO.File.ReadAllText(directory["data", "mcp-tokens", "trading"]));
    }

    [Fact]
    public void Nothing_of_SecretManagement_is_needed_to_import_the_module_and_to_give_a_secret()
    {
        using var directory = new TemporaryDirectory();
        string script = directory["script.ps1"];
        string token = SampleToken.New();
        System.IO.File.WriteAllText(script, $$"""
            $vault = @{ VaultName = 'v'; AdditionalParameters = @{ DataDir = '{{directory["data"]}}' } }
            if ('Microsoft.PowerShell.SecretManagement.SecretType' -as [type]) { 'SecretManagement is here' }
            & (Get-Module WaiaaS) WaiaaS.Extension\Set-Secret -Name trading -Secret '{{token}}' @vault
            $secret = & (Get-Module WaiaaS) WaiaaS.Extension\Get-Secret -Name trading @vault
            [Net.NetworkCredential]::new('', $secret).Password
            """);

        (int code, string output, string error) = ShellProcess.Run("-File", script);

        Assert.Equal(string.Empty, error.Trim());
        Assert.Equal(token, output.Trim());
        Assert.Equal(0, code);
    }

    private static string Folder => Staged.File("out", "WaiaaS", "WaiaaS.Extension");
}
