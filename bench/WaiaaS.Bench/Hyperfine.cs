using System.Text.Json;

namespace WaiaaS.Bench;

/// <summary>Cold starts: whole processes, timed by hyperfine, which throws its own overhead away.</summary>
internal sealed class Hyperfine(string resultFile)
{
    /// <summary>Runs commands a few times each, one command after the other.</summary>
    /// <param name="commands">Command lines; hyperfine splits them and starts no shell.</param>
    /// <param name="runs">Runs of each.</param>
    /// <returns>Milliseconds of each run, in the order of the commands.</returns>
    public IReadOnlyList<IReadOnlyList<double>> Time(IReadOnlyList<string> commands, int runs)
    {
        Programs.Run("hyperfine", ["--shell=none", $"--runs={runs}", "--style=none", "--export-json", resultFile, .. commands]);
        using var result = JsonDocument.Parse(File.ReadAllText(resultFile));
        return [.. result.RootElement.GetProperty("results").EnumerateArray()
            .Select(command => command.GetProperty("times").EnumerateArray().Select(seconds => seconds.GetDouble() * 1000).ToArray())];
    }
}
