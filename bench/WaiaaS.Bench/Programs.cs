using System.Diagnostics;
using System.Globalization;

namespace WaiaaS.Bench;

/// <summary>Contenders that are programs of their own: they print a line a batch, nanoseconds an operation in columns.</summary>
internal static class Programs
{
    /// <summary>Runs a program and gives the columns that it printed, in microseconds.</summary>
    public static double[][] Columns(string program, params string[] arguments)
    {
        double[][] rows = [.. Run(program, arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture) / 1000).ToArray())];
        return [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Select(row => row[column]).ToArray())];
    }

    /// <summary>Runs a program that must succeed, and gives what it printed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed.");
    }

    /// <summary>The first line that a program prints of its version; null where there is no such program.</summary>
    public static string? Version(string program) =>
        Find(program) is null ? null : Run(program, "--version").Split('\n')[0].Trim();

    /// <summary>Where a program is; null when it is not there.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
