using System;
using System.Collections.Generic;
using System.Diagnostics;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>One cmdlet in a process of its own, as a script or a scheduled task runs it.</summary>
internal static class OwnProcess
{
    /// <summary>Runs a cmdlet while strace injects something.</summary>
    /// <returns>The exit code, what was written to standard output, and what strace wrote.</returns>
    public static (int Code, string Output, IReadOnlyList<string> Trace) Run(
        Scratch scratch, Scenario scenario, string directory, string token, params string[] injections)
    {
        string verb = scenario.Purpose == Purpose.Write ? "Set" : "Get";
        var start = new ProcessStartInfo(
            "dotnet", [Repository.Shell, "-NonInteractive", "-File", Repository.Script("Faults", "command.ps1"), verb, token, scratch.NewDirectory(), directory + "/data"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException("The process did not come to its command.");
        using Tracer tracer = Tracer.Attach(process.Id, injections);
        process.StandardInput.WriteLine();
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd().Trim();
        IReadOnlyList<string> trace = tracer.End();
        process.WaitForExit();
        return (process.ExitCode, output, trace);
    }
}
