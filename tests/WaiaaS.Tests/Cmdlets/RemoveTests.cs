using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

public sealed class RemoveTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Engine _engine = new();

    public RemoveTests()
    {
        _engine.With("data", _directory["data"]).With("token", SampleToken.New());
        Assert.Empty(_engine.Run(
            "Set-WaiaasToken $token -DataDir $data; 'a1', 'a2', 'b' | ForEach-Object { Set-WaiaasToken $token -DataDir $data -WalletId $_ }").Errors);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("Remove-WaiaasToken -DataDir $data", "a1 a2 b")]
    [InlineData("Remove-WaiaasToken a1 -DataDir $data", "a2 b mcp-token")]
    [InlineData("Remove-WaiaasToken a* -DataDir $data", "b mcp-token")]
    [InlineData("Remove-WaiaasToken b, a1 -DataDir $data", "a2 mcp-token")]
    [InlineData("Remove-WaiaasToken z* -DataDir $data", "a1 a2 b mcp-token")]
    [InlineData("Remove-WaiaasToken -LiteralPath $data/mcp-tokens/b", "a1 a2 mcp-token")]
    [InlineData("Get-WaiaasTokenInfo -DataDir $data | Remove-WaiaasToken", "")]
    [InlineData("Get-WaiaasTokenInfo -DataDir $data | Where-Object State -eq Expired | Remove-WaiaasToken", "a1 a2 b mcp-token")]
    [InlineData("Get-WaiaasTokenPath b -DataDir $data | Remove-WaiaasToken", "a1 a2 mcp-token")]
    [InlineData("Remove-WaiaasToken * -DataDir $data -WhatIf", "a1 a2 b mcp-token")]
    [InlineData("Remove-WaiaasToken * -DataDir $data -Confirm:$false", "mcp-token")]
    public void What_was_named_is_gone_and_nothing_else(string command, string left)
    {
        Engine.Outcome outcome = _engine.Run(command);

        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Output);
        Assert.Equal(left, Left());
    }

    [Theory]
    [InlineData("Remove-WaiaasToken nowhere -DataDir $data")]
    [InlineData("Remove-WaiaasToken -DataDir $data/nowhere")]
    [InlineData("Remove-WaiaasToken nowhere -DataDir $data -WhatIf")]
    public void A_token_that_is_not_there_is_an_error(string command) =>
        Assert.Equal("TokenNotFound", _engine.Run(command).ErrorId);

    [Fact]
    public void A_wallet_id_that_is_empty_removes_nothing()
    {
        Assert.Equal("WalletIdInvalid", _engine.Run("Remove-WaiaasToken -WalletId $undefined -DataDir $data").ErrorId);
        Assert.Equal("WalletIdInvalid", _engine.Run("Remove-WaiaasToken '' -DataDir $data").ErrorId);
        Assert.Equal("a1 a2 b mcp-token", Left());
    }

    [Theory]
    [MemberData(nameof(Posix.SpecialFiles.Names), MemberType = typeof(Posix.SpecialFiles))]
    public void What_is_no_regular_file_is_refused_and_stays(string kind)
    {
        string path = _directory["data", "mcp-tokens", "odd"];
        (TokenError error, string words) = Posix.SpecialFiles.Make(kind, path);

        Engine.Outcome outcome = _engine.Run("Remove-WaiaasToken odd -DataDir $data");

        Assert.Equal(error.ToString(), outcome.ErrorId);
        Assert.Contains(words, outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("odd", Left(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_leftovers_go_at_once_unless_their_writer_lives()
    {
        string dead = Leave("b", DeadProcess());
        string alive = Leave("b", Environment.ProcessId);
        string others = Leave("a1", DeadProcess());

        Assert.Empty(_engine.Run("Remove-WaiaasToken b -DataDir $data").Errors);

        Assert.Equal((false, true, true), (File.Exists(dead), File.Exists(alive), File.Exists(others)));
    }

    [Fact]
    public void A_leftover_of_a_token_that_was_never_there_goes_too()
    {
        string leftover = Leave("never", DeadProcess());

        Assert.Empty(_engine.Run("Remove-WaiaasToken never -DataDir $data -WhatIf").Errors);
        Assert.True(File.Exists(leftover));
        Assert.Equal("TokenNotFound", _engine.Run("Remove-WaiaasToken never -DataDir $data").ErrorId);
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public void A_directory_that_cannot_be_opened_is_told_of_as_that()
    {
        File.WriteAllText(_directory["file"], "x");

        Engine.Outcome outcome = _engine.With("file", _directory["file"]).Run("Remove-WaiaasToken -DataDir $file");

        Assert.Contains("Nothing was removed", Assert.Single(outcome.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mount_point_is_named()
    {
        string path = _directory["data", "mcp-tokens", "b"];
        File.WriteAllText(_directory["source"], "x");
        using Mount mount = Mount.Bind(_directory["source"], path);

        Assert.Equal("TokenFileIsMountPoint", _engine.Run("Remove-WaiaasToken b -DataDir $data").ErrorId);
    }

    private static int DeadProcess()
    {
        string[] shell = [.. ShellProcess.Command, "-Help"];
        using Process process = Process.Start(new ProcessStartInfo(shell[0], shell[1..]) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.Id;
    }

    private string Leave(string wallet, int pid)
    {
        string path = _directory["data", "mcp-tokens", string.Create(CultureInfo.InvariantCulture, $".{wallet}.{pid}.0123abcd.tmp")];
        File.WriteAllText(path, SampleToken.New());
        return path;
    }

    private string Left() => string.Join(' ', new DirectoryInfo(_directory["data"]).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => entry.Name).Where(name => name != "mcp-tokens" && !name.EndsWith(".target", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
}
