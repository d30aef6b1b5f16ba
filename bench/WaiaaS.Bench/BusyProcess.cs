using System.Diagnostics;

namespace WaiaaS.Bench;

/// <summary>A process that keeps one core busy until it is disposed.</summary>
internal sealed class BusyProcess : IDisposable
{
    private readonly Process _process;

    private BusyProcess(Process process) => _process = process;

    public static BusyProcess Start() => new(Process.Start("sh", ["-c", "while :; do :; done"]));

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
