using System.Text;

namespace WaiaaS.Reliability.Machine;

/// <summary>
/// PowerShell with the module imported, in a process that stays and takes one command after the other. A process that is
/// warm makes the same calls every time, so that one of them can be picked by its number.
/// </summary>
internal sealed class Shell : IDisposable
{
    private const string Mark = "answer|";

    // For what takes milliseconds: a command that hangs is a finding, and must not hang the report.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private int _commands;

    /// <param name="command">What runs <c>shell.ps1</c>; null for this program's own PowerShell.</param>
    public Shell(string[]? command = null, string? home = null) =>
        _process = Command.Start(command ?? Repository.PowerShell(Repository.Script("Machine", "shell.ps1"), Repository.Manifest), home);

    public int Id => _process.Id;

    /// <summary>As proc(5) has it: T is stopped, Z has ended, X is gone.</summary>
    public char State => _process.HasExited ? 'X' : File.ReadAllText($"/proc/{Id}/stat").Split(") ")[^1][0];

    public Answer Run(string command) => Await(Begin(command), command.Split(' ')[0]);

    /// <summary>Starts a command that is one pipeline, whose last cmdlet may fail.</summary>
    public Task<Answer?> Begin(string command)
    {
        string number = (++_commands).ToString(CultureInfo.InvariantCulture);
        _process.StandardInput.WriteLine(number + " " + command);
        _process.StandardInput.Flush();
        return Task.Run(() => ReadAnswer(number));
    }

    public static Answer Await(Task<Answer?> running, string what) => !running.Wait(Patience)
        ? throw new TimeoutException(what + ": no answer came")
        : running.Result ?? throw new InvalidOperationException(what + ": PowerShell ended");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // An answer has the number of its command: one that comes twice, after a disturbed write, is not taken for the next one's.
    private async Task<Answer?> ReadAnswer(string number)
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (!line.StartsWith(Mark + number + "|", StringComparison.Ordinal))
                continue;
            string[] parts = [.. line.Split('|').Skip(2).Select(part => Encoding.UTF8.GetString(Convert.FromBase64String(part)))];
            return new Answer(parts[0], parts[1], parts[2]);
        }

        return null;
    }
}

/// <summary>What came of a command in a shell.</summary>
internal sealed record Answer(string ErrorId, string Message, string Output)
{
    public bool Succeeded => ErrorId.Length == 0;

    public string Reported => Succeeded ? "success" : ErrorId;
}
