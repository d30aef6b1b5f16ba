using System.Collections.Generic;
using System.IO;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>The shell as a process of its own, as a user starts it, with a command that it takes from the environment.</summary>
internal static class ShellProcess
{
    private static readonly string Published = System.OperatingSystem.IsWindows() ? "WaiaaS.Shell.exe" : "WaiaaS.Shell";

    /// <summary>What starts it: where tests and shell were published together a program of its own, else the built assembly.</summary>
    public static string[] Command { get; } = File.Exists(Staged.File("shell", Published)) ? [Staged.File("shell", Published)] : ["dotnet", Built()];

    /// <summary>Runs a command and gives its exit code and what it printed.</summary>
    public static (int Code, string Output, string Error) Run(params string[] arguments) =>
        Unix.Run(Command[0], [.. Command[1..], "-NonInteractive", .. arguments]);

    /// <summary>Runs a script file and has strace write down its system calls of some kinds, with the path behind each descriptor.</summary>
    public static (int Code, string Output, string Error) RunTraced(string script, string trace, string calls) =>
        Unix.Run("strace", ["-f", "-y", "-qq", "-o", trace, "-e", "trace=" + calls, .. Command, "-NonInteractive", "-File", script]);

    /// <summary>Runs a script file while strace makes system calls fail, as its <c>-e inject=</c> says.</summary>
    public static (int Code, string Output, string Error) RunInjected(string script, params string[] injections)
    {
        var arguments = new List<string> { "-f", "-qq", "-o", "/dev/null" };
        foreach (string injection in injections)
            arguments.AddRange(["-e", "inject=" + injection]);
        return Unix.Run("strace", [.. arguments, .. Command, "-NonInteractive", "-File", script]);
    }

    private static string Built() =>
        Directory.GetFiles(Staged.File("src", "WaiaaS.Shell", "bin"), "WaiaaS.Shell.dll", SearchOption.AllDirectories)[0];
}
