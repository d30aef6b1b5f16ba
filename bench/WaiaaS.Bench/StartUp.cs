using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace WaiaaS.Bench;

/// <summary>
/// Cold starts, each in a process of its own. The engine comes from NuGet as IL, which no PowerShell that people
/// install does: there it is compiled ahead of time. So it is here, where the compiler for that can be had; else the
/// time in which the runtime compiles the engine's own import would be taken for the module's.
/// </summary>
internal sealed class StartUp
{
    private readonly string _program;

    private StartUp(string program, bool isPrecompiled)
    {
        _program = program;
        IsPrecompiled = isPrecompiled;
    }

    /// <summary>Whether the engine was compiled ahead of time.</summary>
    public bool IsPrecompiled { get; }

    /// <summary>A module of one cmdlet that does nothing.</summary>
    public string EmptyModule => Path.Combine(Path.GetDirectoryName(_program)!, "Empty.psd1");

    /// <summary>Builds the program that starts.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">Where to build it.</param>
    public static StartUp Build(string root, string folder)
    {
        bool isPrecompiled = Publish(root, folder, "-p:PublishReadyToRun=true");
        if (!isPrecompiled && !Publish(root, folder))
            throw new InvalidOperationException("WaiaaS.StartUp could not be built.");
        return new StartUp(Path.Combine(folder, "WaiaaS.StartUp"), isPrecompiled);
    }

    /// <summary>One cold start.</summary>
    /// <param name="manifest">The module's manifest.</param>
    /// <param name="command">A command of it, which takes a token and a data directory.</param>
    /// <param name="directory">The data directory.</param>
    public Start Measure(string manifest, string command, string directory) =>
        Start.Parse(Programs.Run(_program, manifest, command, Example.Token, directory));

    private static bool Publish(string root, string folder, params string[] options)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Combine(root, "bench", "WaiaaS.StartUp"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder, .. options])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
