using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace WaiaaS.Reliability.Machine;

/// <summary>Other programs, run to their end.</summary>
internal static class Command
{
    /// <summary>Runs a program.</summary>
    public static (int Code, string Output, string Error) Run(string program, params string[] arguments) =>
        RunIn(null, program, arguments);

    /// <summary>Runs a program in a directory.</summary>
    public static (int Code, string Output, string Error) RunIn(string? directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? string.Empty,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd(), error.Result.TrimEnd());
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static string Output(string program, params string[] arguments)
    {
        (int code, string output, string error) = Run(program, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }
}
