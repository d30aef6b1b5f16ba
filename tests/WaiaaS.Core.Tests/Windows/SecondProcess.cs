using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Windows;

/// <summary>Another process that runs a script, and is talked to by lines: the shell, with the staged module imported.</summary>
internal sealed class SecondProcess : IDisposable
{
    // Only a process that hangs takes so long, on however slow a machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    /// <param name="script">What to run. <c>Say</c> and <c>Hear</c> write and read a line.</param>
    /// <param name="environment">Names and values.</param>
    public SecondProcess(string script, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(ShellProcess.Command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])[.. ShellProcess.Command[1..], "-NonInteractive", "-Module", Path.GetDirectoryName(Staged.Manifest)!, "-Command", Words + script])
            start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    private const string Words = """
        $ErrorActionPreference = 'Stop'
        function Say { [Console]::Out.WriteLine([string]$args[0]); [Console]::Out.Flush() }
        function Hear { [Console]::In.ReadLine() }

        """;

    /// <summary>A process that holds a file open until it is told to let go.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do meanwhile, as in <see cref="FileShare"/>.</param>
    /// <param name="longer">How many milliseconds it still holds the file after it was told.</param>
    public static SecondProcess Holding(string path, FileShare share, int longer = 0)
    {
        var process = new SecondProcess(
            $$"""
            $file = [IO.File]::Open('{{path}}', 'Open', 'Read', '{{share}}')
            Say held
            $null = Hear
            [Threading.Thread]::Sleep({{longer}})
            $file.Dispose()
            Say released
            """);
        process.Expect("held");
        return process;
    }

    /// <summary>Waits for a line.</summary>
    public string Hear()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience))
            throw new TimeoutException("The second process says nothing.");
        return line.Result ?? throw new EndOfStreamException("The second process has ended.");
    }

    public void Expect(string line) => Assert.Equal(line, Hear());

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
            _process.Kill();
        _process.Dispose();
    }
}
