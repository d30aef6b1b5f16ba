using System;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace WaiaaS.Shell;

/// <summary>A runspace of the engine with the module imported, in which one command runs after the other.</summary>
internal sealed class Session : IDisposable
{
    // Errors that were merged do not count for HadErrors, and after Out-Default $? speaks of that.
    private const string Outcome = "WaiaaSShellOutcome";
    private const string RememberOutcome = "$" + Outcome + " = $?";

    private readonly ShellHost _host;
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public Session(ShellHost host, string manifest)
    {
        _host = host;

        // CreateDefault would want the modules that are not here.
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule(manifest);
        _runspace = RunspaceFactory.CreateRunspace(host, state);

        // As PowerShell itself does: a new thread for each command would be new to everything below it, too.
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    /// <summary>The current location, as the prompt shows it.</summary>
    public string Location => _runspace.SessionStateProxy.Path.CurrentLocation.Path;

    /// <summary>Whether the text is the beginning of a command that goes on in another line.</summary>
    public static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return Array.Exists(errors, error => error.IncompleteInput);
    }

    /// <summary>Runs a command and shows what comes of it.</summary>
    /// <returns>Whether it went well: the engine's <c>$?</c>.</returns>
    public bool Run(string command)
    {
        using var powerShell = PowerShell.Create(_runspace);
        powerShell.AddScript(command + Environment.NewLine + RememberOutcome);

        // Errors go through Out-Default as well, so that they look as PowerShell shows them.
        powerShell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        powerShell.AddCommand("Out-Default");
        _running = powerShell;
        try
        {
            powerShell.Invoke();
            return LastSucceeded();
        }
        catch (PipelineStoppedException)
        {
            return _host.ExitCode == 0;
        }
        catch (RuntimeException failure)
        {
            Show(failure.ErrorRecord);
            return false;
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>Ends the command that runs, as Ctrl+C does.</summary>
    public void Stop() => _running?.BeginStop(null, null);

    public void Dispose() => _runspace.Dispose();

    private bool LastSucceeded() => _runspace.SessionStateProxy.GetVariable(Outcome) is true;

    private void Show(ErrorRecord error)
    {
        using var powerShell = PowerShell.Create(_runspace);
        powerShell.AddCommand("Out-Default").AddParameter("InputObject", error);
        powerShell.Invoke();
    }
}
