using System;
using System.Diagnostics;
using System.Globalization;
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

    // strace counts calls by thread: this makes the command's thread have opened, read, written and closed more often
    // than any other before the cmdlet starts, so that only the cmdlet comes to the number that is meant.
    private const string Before = "foreach ($i in 1..12) { '.'; $null = [Guid]::NewGuid(), [IO.File]::ReadAllBytes('/dev/null') }; $e=$null; $o=$null; ";
    private const string Encoded = "$([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(\"{0}\")))";

    // For what takes milliseconds: a command that hangs is a finding, and must not hang the report.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public Shell()
        : this(new ProcessStartInfo("dotnet", [Repository.Shell, "-NonInteractive"]))
    {
    }

    private Shell(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>The arguments with which <c>setpriv</c> runs something as a user without any privilege.</summary>
    public static string[] AsUser(int user)
    {
        string id = user.ToString(CultureInfo.InvariantCulture);
        return ["--reuid", id, "--regid", id, "--clear-groups"];
    }

    /// <summary>A shell of a user's.</summary>
    /// <param name="user">The user's number.</param>
    /// <param name="program">A copy of the shell that this user can read.</param>
    /// <param name="module">A copy of the module that this user can read.</param>
    /// <param name="home">The home directory.</param>
    public static Shell Of(int user, string program, string module, string home)
    {
        var start = new ProcessStartInfo("setpriv", [.. AsUser(user), "dotnet", program, "-NonInteractive", "-Module", module]);
        start.Environment["HOME"] = home;
        start.WorkingDirectory = home;
        return new Shell(start);
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
