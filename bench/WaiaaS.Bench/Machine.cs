using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.InteropServices;

namespace WaiaaS.Bench;

/// <summary>What the figures were measured on, as the machine tells it.</summary>
internal static class Machine
{
    /// <summary>How many programs want to run, on average over a minute, by the machine's own account.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    /// <summary>A table.</summary>
    /// <param name="effort">What was done.</param>
    /// <param name="load">The load before the run, which should be next to none.</param>
    /// <param name="stages">Where.</param>
    /// <param name="hasNode">Whether the packages from npm took part.</param>
    /// <param name="pwsh">PowerShell as a program.</param>
    public static string Describe(Effort effort, string load, IEnumerable<Stage> stages, bool hasNode, Pwsh pwsh)
    {
        var lines = new List<string>
        {
            $"| processor | {Value("/proc/cpuinfo", "model name", ':')}, {Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, load before the run {load} |",
            $"| memory | {MemoryInGigabytes()} GiB |",
            $"| system | {Value("/etc/os-release", "PRETTY_NAME", '=').Trim('"')}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()} |",
        };
        lines.AddRange(stages.Select(stage => $"| {stage.Name} | `{stage.Root}`, {FileSystemOf(stage.Root)}, {stage.Operations} operations a batch |"));
        lines.Add($"| runtime | {RuntimeInformation.FrameworkDescription} |");
        lines.Add($"| engine | System.Management.Automation {FileVersionInfo.GetVersionInfo(typeof(PSObject).Assembly.Location).ProductVersion?.Split(' ')[0]}, hosted |");
        lines.Add($"| pwsh | {Programs.Version(pwsh.Program)}{(pwsh.IsPrecompiled ? ", compiled ahead of time, as installed ones are" : "; it could not be compiled ahead of time, so that starts take longer than a user's")} |");
        lines.Add($"| Node.js | {(hasNode ? $"{Programs.Version("node")}, {Npm.Packages}" : "not found, or the packages could not be installed, so they were not measured")} |");
        lines.Add($"| C compiler | {Programs.Version("cc")}, -O2 |");
        lines.Add($"| measured | {effort.Rounds} rounds of {effort.Batches} batches, {effort.Starts} starts of each kind, by {Programs.Version("hyperfine")} |");
        return "| | |\n|---|---|\n" + string.Join('\n', lines) + "\n";
    }

    private static string Value(string file, string key, char separator) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(separator, 2)[1].Trim() ?? "unknown";

    private static string MemoryInGigabytes() =>
        (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30)).ToString("0", CultureInfo.InvariantCulture);

    private static string FileSystemOf(string folder) => new DriveInfo(folder).DriveFormat;
}
