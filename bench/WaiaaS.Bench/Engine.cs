using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;

namespace WaiaaS.Bench;

/// <summary>PowerShell, hosted in this process, with the staged module, in which a command is timed from a script's loop.</summary>
internal sealed class Engine : IDisposable
{
    public const string SetCommand = "Set-WaiaasToken $token -DataDir $directory";
    public const string GetCommand = "$null = Get-WaiaasToken -DataDir $directory";
    public const string EmptyCommand = "$null = Invoke-Nothing -DataDir $directory";
    public const string LimitCommand = "Invoke-Limit $token -DataDir $directory";

    private readonly Runspace _runspace;

    public Engine(string manifest, SecureString token, string directory)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(manifest);
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-Nothing", typeof(EmptyModule.InvokeNothingCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-Limit", typeof(InvokeLimitCommand), null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _runspace.SessionStateProxy.SetVariable("token", token);
        _runspace.SessionStateProxy.SetVariable("directory", directory);
    }

    /// <summary>Microseconds of one run of a command, for each batch.</summary>
    public IEnumerable<double> Time(string command, int batches, int operations)
    {
        using var powerShell = PowerShell.Create(_runspace);
        powerShell.AddScript($$"""
            param($batches, $operations)
            for ($b = 0; $b -lt $batches; $b++) {
                $start = [Diagnostics.Stopwatch]::GetTimestamp()
                for ($i = 0; $i -lt $operations; $i++) { {{command}} }
                [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMicroseconds / $operations
            }
            """).AddArgument(batches).AddArgument(operations);
        return [.. powerShell.Invoke<double>()];
    }

    /// <summary>Runs a command in a loop.</summary>
    public void Run(string command, int operations) => _ = Time(command, 1, operations);

    public void Dispose() => _runspace.Dispose();
}
