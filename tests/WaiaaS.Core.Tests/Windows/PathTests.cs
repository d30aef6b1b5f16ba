using System;
using System.IO;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Windows;

/// <summary>Which file a path means.</summary>
public sealed class PathTests
{
    private readonly string _token = SampleToken.New();

    [Fact]
    public void A_path_of_more_than_260_characters_works()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string data = directory[new string('a', 100), new string('b', 100), new string('c', 100)];
        string wallet = new('w', 128);

        Assert.Equal(_token, WriteAndRead("-DataDir $path -WalletId " + wallet, data));
        Assert.Equal(_token, WriteAndRead("-LiteralPath $path", Path.Combine(data, "mcp-token")));

        Assert.Equal(_token, File.ReadAllText(Path.Combine(data, "mcp-tokens", wallet)));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void A_share_works()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string share = @"\\localhost\" + directory.Path[0] + '$' + directory.Path[2..];
        Win32.NeedShare(share);

        Assert.Equal(_token, WriteAndRead("-DataDir $path", share + @"\data"));

        Assert.Equal(_token, File.ReadAllText(directory["data", "mcp-token"]));
    }

    [Fact]
    public void A_path_that_is_extended_already_works()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();

        Assert.Equal(_token, WriteAndRead("-LiteralPath $path", @"\\?\" + directory["data", "mcp-token"]));
    }

    [Theory]
    [InlineData(@"data\mcp-token")]
    [InlineData(@".\data/mcp-token")]
    [InlineData(@"..\here\data\mcp-token")]
    public void A_relative_path_starts_at_PowerShells_location(string path)
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["here"]);

        Assert.Equal(_token, WriteAndRead("-LiteralPath $path", path, MoveTo(directory["here"])));

        Assert.Equal(_token, File.ReadAllText(directory["here", "data", "mcp-token"]));
    }

    [Fact]
    public void A_path_relative_to_a_drive_starts_at_PowerShells_location_there()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();

        Assert.Equal(_token, WriteAndRead("-LiteralPath $path", directory.Path[..2] + "mcp-token", MoveTo(directory.Path)));

        Assert.Equal(_token, File.ReadAllText(directory["mcp-token"]));
    }

    [Fact]
    public void A_drive_of_PowerShells_own_works()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string makeDrive =
            $"""
            $state = $ExecutionContext.SessionState
            $drive = [Management.Automation.PSDriveInfo]::new('Wallets', $state.Provider.GetOne('FileSystem'), '{directory.Path}', '', $null)
            $null = $state.Drive.New($drive, 'global')

            """;

        Assert.Equal(_token, WriteAndRead("-DataDir $path", @"Wallets:\data", makeDrive));

        Assert.Equal(_token, File.ReadAllText(directory["data", "mcp-token"]));
    }

    [Theory]
    [InlineData(@"HKLM:\SOFTWARE\mcp-token")]
    [InlineData("Env:mcp-token")]
    [InlineData(@"NoSuchDrive:\mcp-token")]
    public void What_belongs_to_another_provider_is_an_error(string path)
    {
        Win32.Need();
        using var engine = new Engine();

        Assert.Equal("PathNotFileSystem", engine.With("path", path).Run("Get-WaiaasToken -LiteralPath $path").ErrorId);
    }

    [Fact]
    public void The_home_directory_is_USERPROFILE_as_for_Node()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        using var process = new SecondProcess(
            """
            Say (Get-WaiaasTokenPath)
            [Environment]::SetEnvironmentVariable('USERPROFILE', $null)
            Say (Get-WaiaasTokenPath)
            """,
            ("USERPROFILE", directory.Path),
            ("HOME", @"C:\not\this"),
            ("WAIAAS_DATA_DIR", null));

        Assert.Equal(directory[".waiaas", "mcp-token"], process.Hear());
        string known = process.Hear();
        Assert.EndsWith(@"\.waiaas\mcp-token", known, StringComparison.Ordinal);
        Assert.DoesNotContain("not", known, StringComparison.Ordinal);
    }

    private static string MoveTo(string location) => $"$null = $ExecutionContext.SessionState.Path.SetLocation('{location}'); ";

    private string? WriteAndRead(string arguments, string path, string before = "")
    {
        using var engine = new Engine();
        engine.With("path", path).With("token", _token);

        Engine.Outcome outcome = engine.Run($"{before}Set-WaiaasToken $token {arguments}; Get-WaiaasToken {arguments} -AsPlainText");

        Assert.Empty(outcome.Errors);
        return Assert.Single(outcome.Output) as string;
    }
}
