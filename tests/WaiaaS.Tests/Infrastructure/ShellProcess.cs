using System.Collections.Generic;
using System.IO;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>The shell as a process of its own, as a user starts it, with a command that it takes from the environment.</summary>
internal static class ShellProcess
{
    private static readonly string Assembly = Directory.GetFiles(
        Staged.File("src", "WaiaaS.Shell", "bin"), "WaiaaS.Shell.dll", SearchOption.AllDirectories)[0];

    /// <summary>Runs a command and gives its exit code and what it printed.</summary>
    public static (int Code, string Output, string Error) Run(params string[] arguments) =>
        Unix.Run("dotnet", [Assembly, "-NonInteractive", .. arguments]);

    /// <summary>Runs a script file and has strace write down its system calls of some kinds, with the path behind each descriptor.</summary>
    public static (int Code, string Output, string Error) RunTraced(string script, string trace, string calls) =>
        Unix.Run("strace", "-f", "-y", "-qq", "-o", trace, "-e", "trace=" + calls, "dotnet", Assembly, "-NonInteractive", "-File", script);

    /// <summary>Runs a script file while strace makes system calls fail, as its <c>-e inject=</c> says.</summary>
    public static (int Code, string Output, string Error) RunInjected(string script, params string[] injections)
    {
        var arguments = new List<string> { "-f", "-qq", "-o", "/dev/null" };
        foreach (string injection in injections)
            arguments.AddRange(["-e", "inject=" + injection]);
        return Unix.Run("strace", [.. arguments, "dotnet", Assembly, "-NonInteractive", "-File", script]);
    }
}
