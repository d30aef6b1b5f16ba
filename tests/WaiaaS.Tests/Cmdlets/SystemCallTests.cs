using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

/// <summary>What a write and a read ask of the file system in a warm process: the list in docs/design.md.</summary>
public sealed partial class SystemCallTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_write_makes_eleven_calls() => Assert.Equal(
        ["openat", "statx", "statx", "openat", "statx", "write", "fsync", "close", "renameat", "fsync", "close"],
        CallsOf("Set-WaiaasToken $token -DataDir $data"));

    [Fact]
    public void A_read_makes_seven_calls() => Assert.Equal(
        ["openat", "statx", "read", "lseek", "pread64", "close", "statx"],
        CallsOf("$null = Get-WaiaasToken -DataDir $data"));

    // The command runs between two look-ups of files that are not there, which mark it in the trace.
    private string[] CallsOf(string command)
    {
        Unix.NeedProgram("strace");
        string script = _directory["script.ps1"];
        string trace = _directory["trace"];
        File.WriteAllText(script, $$"""
            $token = '{{SampleToken.New()}}'
            $data = '{{_directory["data"]}}'
            Set-WaiaasToken $token -DataDir $data
            1..5 | ForEach-Object { {{command}} }
            $null = [IO.File]::Exists('{{_directory["begin"]}}')
            {{command}}
            $null = [IO.File]::Exists('{{_directory["end"]}}')
            """);

        (int code, _, string error) = ShellProcess.RunTraced(script, trace, "%file,%desc");
        Assert.True(code == 0, error);

        var calls = new List<string>();
        string? thread = null;
        foreach (string line in File.ReadLines(trace))
        {
            if (line.Contains(_directory["begin"], StringComparison.Ordinal))
                thread = Thread(line);
            else if (line.Contains(_directory["end"], StringComparison.Ordinal))
                return [.. calls];

            // The runtime has files of its own to look at, now and then.
            else if (thread is not null && Thread(line) == thread && line.Contains(_directory["data"], StringComparison.Ordinal))
                calls.Add(CallOf().Match(line).Groups[1].Value);
        }

        throw new InvalidOperationException("The trace does not have the marks.");
    }

    private static string Thread(string line) => line.Split(' ')[0];

    [GeneratedRegex(@"^\d+\s+(\w+)\(")]
    private static partial Regex CallOf();
}
