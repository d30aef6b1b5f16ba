using System.Diagnostics;

namespace WaiaaS.Tests.Windows;

/// <summary>This test program once more, in another role. Both sides talk in lines.</summary>
internal sealed class SecondProcess : IDisposable
{
    /// <summary>The first argument, which tells the program that it is not to run tests.</summary>
    public const string Switch = "--second-process";

    // Only a process that hangs takes so long, on however slow a machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public SecondProcess(params string[] role)
    {
        string program = Path.ChangeExtension(typeof(SecondProcess).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        _process = Process.Start(new ProcessStartInfo(program, [Switch, .. role])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
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
