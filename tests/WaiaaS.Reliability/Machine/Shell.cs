using System;
using System.Diagnostics;
using System.Text;
using System.Threading.Tasks;

namespace WaiaaS.Reliability.Machine;

/// <summary>
/// The engine with the module in a process of its own that stays, and takes one command after the other from its
/// input. A process that is warm makes the same calls every time, so that one of them can be picked by its number.
/// </summary>
internal sealed class Shell : IDisposable
{
    private const string Mark = "answer|";

    // Output of its own makes the command's thread have made more writes than any other before the cmdlet starts.
    private const string Before = "'.';'.';'.';'.';'.';'.';'.';'.'; $e=$null; $o=$null; ";
    private const string Encoded = "$([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(\"{0}\")))";

    // For what takes milliseconds: a command that hangs is a finding, and must not hang the report.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public Shell()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Shell, "-NonInteractive"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Runs a command to its end.</summary>
    public Answer Run(string command) => Begin(command).WaitAsync(Patience).GetAwaiter().GetResult()
        ?? throw new InvalidOperationException("The shell ended: " + command.Split(' ')[0]);

    /// <summary>Starts a command that is one pipeline, whose last cmdlet may fail.</summary>
    /// <returns>What comes of it; null when the process ends before.</returns>
    public Task<Answer?> Begin(string command)
    {
        string id = "$(if ($e.Count) { $e[0].FullyQualifiedErrorId.Split(',')[0] })";
        string message = string.Format(null, CompositeFormat.Parse(Encoded), "$(if ($e.Count) { $e[0].Exception.Message })");
        string output = string.Format(null, CompositeFormat.Parse(Encoded), "$o");
        _process.StandardInput.WriteLine(
            $"{Before} try {{ $o = {command} -ErrorVariable e -ErrorAction SilentlyContinue }} catch {{ $e = @($_) }}; \"{Mark}{id}|{message}|{output}\"");
        _process.StandardInput.Flush();
        return Task.Run(ReadAnswer);
    }

    public void Kill() => Native.Signal(Id, Native.SigKill);

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<Answer?> ReadAnswer()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal))
                continue;
            string[] parts = line.Split('|');
            return new Answer(parts[1], Decode(parts[2]), Decode(parts[3]));
        }

        return null;
    }

    private static string Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
