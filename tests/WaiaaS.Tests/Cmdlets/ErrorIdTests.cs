using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

/// <summary>Each error id that this platform can cause, caused for real, with its category and its target.</summary>
[Collection(ProcessWide.Name)]
public sealed class ErrorIdTests : IDisposable
{
    private const string Write = "Set-WaiaasToken $token -LiteralPath $path";
    private const string Read = "Get-WaiaasToken -LiteralPath $path";

    private readonly TemporaryDirectory _directory = new();
    private readonly Engine _engine = new();
    private readonly string _token = SampleToken.New();

    public ErrorIdTests() => _engine.With("token", _token);

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void TokenNotFound() => AssertError(Read, _directory["mcp-token"], "TokenNotFound", ErrorCategory.ObjectNotFound);

    [Fact]
    public void TokenPathIsSymbolicLink()
    {
        Unix.Need();
        File.CreateSymbolicLink(_directory["mcp-token"], _directory["elsewhere"]);

        AssertError(Read, _directory["mcp-token"], "TokenPathIsSymbolicLink", ErrorCategory.SecurityError);
        AssertError(Write, _directory["mcp-token"], "TokenPathIsSymbolicLink", ErrorCategory.SecurityError);
        Assert.False(File.Exists(_directory["elsewhere"]));
    }

    [Fact]
    public void TokenNotRegularFile()
    {
        Directory.CreateDirectory(_directory["mcp-token"]);

        AssertError(Read, _directory["mcp-token"], "TokenNotRegularFile", ErrorCategory.InvalidData);
        AssertError(Write, _directory["mcp-token"], "TokenNotRegularFile", ErrorCategory.InvalidData);
    }

    [Fact]
    public void TokenOwnerMismatch()
    {
        Unix.NeedRoot();
        Plant(_directory["mcp-token"]);
        Unix.SetOwner(_directory["mcp-token"], Unix.Nobody);

        AssertError(Read, _directory["mcp-token"], "TokenOwnerMismatch", ErrorCategory.SecurityError);
    }

    [Fact]
    public void TokenMalformed()
    {
        File.WriteAllText(_directory["mcp-token"], "wai_sess_");

        AssertError(Read, _directory["mcp-token"], "TokenMalformed", ErrorCategory.InvalidData);
    }

    [Fact]
    public void TokenTooLarge()
    {
        File.WriteAllText(_directory["mcp-token"], SampleToken.OfLength(8193));

        AssertError(Read, _directory["mcp-token"], "TokenTooLarge", ErrorCategory.LimitsExceeded);
    }

    [Fact]
    public void TokenAccessDenied_on_a_read_only_file_system()
    {
        using Mount disk = Mount.Tmpfs(_directory.Path, 1 << 20);
        Plant(_directory["mcp-token"]);
        disk.MakeReadOnly();

        AssertError(Write, _directory["mcp-token"], "TokenAccessDenied", ErrorCategory.PermissionDenied);
        AssertError(Write, _directory["new", "mcp-token"], "TokenAccessDenied", ErrorCategory.PermissionDenied);
        AssertOldToken();
    }

    [Fact]
    public void TokenAccessDenied_on_an_immutable_file()
    {
        Unix.NeedRoot();
        Unix.NeedProgram("chattr");
        Plant(_directory["mcp-token"]);
        Assert.SkipUnless(Unix.Run("chattr", "+i", _directory["mcp-token"]).Code == 0, "needs a file system with immutable files");
        try
        {
            AssertError(Write, _directory["mcp-token"], "TokenAccessDenied", ErrorCategory.PermissionDenied);
        }
        finally
        {
            Unix.Output("chattr", "-i", _directory["mcp-token"]);
        }

        AssertOldToken();
    }

    [Fact]
    public void TokenFileIsMountPoint()
    {
        Plant(_directory["source"]);
        Plant(_directory["mcp-token"]);
        using Mount file = Mount.Bind(_directory["source"], _directory["mcp-token"]);

        AssertError(Write, _directory["mcp-token"], "TokenFileIsMountPoint", ErrorCategory.ResourceBusy);
        Assert.Empty(_directory.Temporaries());
        Assert.Equal(Planted, File.ReadAllText(_directory["source"]));
    }

    [Fact]
    public void TokenWriteFailed_on_a_full_disk()
    {
        using Mount disk = Mount.Tmpfs(_directory.Path, 64 << 10);
        Plant(_directory["mcp-token"]);
        FillUp(_directory["ballast"]);

        AssertError(Write, _directory["mcp-token"], "TokenWriteFailed", ErrorCategory.WriteError);
        AssertOldToken("ballast");
    }

    [Fact]
    public void TokenWriteFailed_when_the_file_cannot_be_flushed() =>
        AssertInjected("fsync:error=EIO:when=1", "TokenWriteFailed", Planted);

    [Fact]
    public void TokenWriteFailed_when_the_rename_fails() =>
        AssertInjected("renameat:error=EIO:when=1", "TokenWriteFailed", Planted);

    [Fact]
    public void A_temporary_file_that_cannot_be_removed_is_named_and_stays()
    {
        Unix.NeedProgram("strace");
        Plant(_directory["mcp-token"]);
        string script = _directory["script.ps1"];
        File.WriteAllText(script, $"Set-WaiaasToken '{_token}' -LiteralPath '{_directory["mcp-token"]}'; $Error[0].Exception.Message");

        (int _, string output, string error) = ShellProcess.RunInjected(script, "renameat:error=EIO:when=1", "unlinkat:error=EIO:when=1");

        string leftover = Assert.Single(_directory.Temporaries());
        Assert.Contains(leftover, output, StringComparison.Ordinal);
        Assert.Contains("could not be removed", output, StringComparison.Ordinal);
        Assert.DoesNotContain(_token, output + error, StringComparison.Ordinal);
        Assert.Equal(Planted, File.ReadAllText(_directory["mcp-token"]));
    }

    [Fact]
    public void TokenDurabilityUnknown_when_the_directory_cannot_be_flushed() =>
        AssertInjected("fsync:error=EIO:when=2", "TokenDurabilityUnknown", _token);

    [Fact]
    public void A_directory_that_knows_no_flush_is_no_error() => AssertInjected("fsync:error=EINVAL:when=2", null, _token);

    [Fact]
    public void An_interrupted_flush_is_made_again() => AssertInjected("fsync:error=EINTR:when=1", null, _token);

    [Fact]
    public void An_interrupted_rename_is_made_again() => AssertInjected("renameat:error=EINTR:when=1", null, _token);

    [Fact]
    public void TokenReadFailed()
    {
        Unix.Need();
        File.WriteAllText(_directory["file"], "x");

        AssertError(Read, _directory["file", "mcp-token"], "TokenReadFailed", ErrorCategory.ReadError);
    }

    [Fact]
    public void HomeDirectoryNotFound()
    {
        Unix.NeedRoot();
        string? home = Environment.GetEnvironmentVariable("HOME");
        string? data = Environment.GetEnvironmentVariable("WAIAAS_DATA_DIR");
        Engine.Outcome? outcome = null;
        _engine.Run("Get-WaiaasTokenPath");
        try
        {
            Environment.SetEnvironmentVariable("HOME", null);
            Environment.SetEnvironmentVariable("WAIAAS_DATA_DIR", null);
            Unix.As(3_999_999, () => outcome = _engine.Run("Get-WaiaasTokenPath"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("HOME", home);
            Environment.SetEnvironmentVariable("WAIAAS_DATA_DIR", data);
        }

        Assert.Equal("HomeDirectoryNotFound", outcome!.ErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, outcome.Errors[0].CategoryInfo.Category);
    }

    [Fact]
    public void The_errors_of_a_pipeline_are_not_terminating_and_ErrorAction_makes_them_so()
    {
        _engine.With("path", _directory["mcp-token"]);

        Assert.Equal(["after"], _engine.Run(Read + "; 'after'").Output);
        Engine.Outcome stopped = _engine.Run(Read + " -ErrorAction Stop; 'after'");
        Assert.Empty(stopped.Output);
    }

    private string Planted { get; } = SampleToken.New();

    private static void FillUp(string path)
    {
        using FileStream file = File.Create(path, 1);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(page);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    private void Plant(string path)
    {
        File.WriteAllText(path, Planted);
        if (Unix.IsHere)
            Unix.SetMode(path, "0600");
    }

    private void AssertOldToken(params string[] besides)
    {
        Assert.Equal(Planted, File.ReadAllText(_directory["mcp-token"]));
        IEnumerable<string?> names = Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName);
        Assert.Equal(besides.Append("mcp-token").Order(), names.Order());
    }

    private void AssertError(string command, string path, string id, ErrorCategory category)
    {
        Engine.Outcome outcome = _engine.With("path", path).Run(command);

        Assert.Equal(id, outcome.ErrorId);
        Assert.Null(outcome.Thrown);
        Assert.Equal(category, outcome.Errors[0].CategoryInfo.Category);
        Assert.Equal(path, outcome.Errors[0].TargetObject);
        Assert.Empty(outcome.Output);
    }

    private void AssertInjected(string injection, string? id, string expected)
    {
        Unix.NeedProgram("strace");
        Plant(_directory["mcp-token"]);
        string script = _directory["script.ps1"];
        File.WriteAllText(script, $"Set-WaiaasToken '{_token}' -LiteralPath '{_directory["mcp-token"]}'\n'id=' + $Error.FullyQualifiedErrorId");

        (int _, string output, string error) = ShellProcess.RunInjected(script, injection);

        string line = id is null ? "id=" : $"id={id},WaiaaS.Commands.SetWaiaasTokenCommand";
        Assert.True(output.TrimEnd() == line, output + error);
        Assert.Equal(expected, File.ReadAllText(_directory["mcp-token"]));
        Assert.Empty(_directory.Temporaries());
        Assert.DoesNotContain(_token, output + error, StringComparison.Ordinal);
    }
}
