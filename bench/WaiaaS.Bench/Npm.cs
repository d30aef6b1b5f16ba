using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace WaiaaS.Bench;

/// <summary>Writers from the npm registry, and WAIaaS' own pattern in Node.js.</summary>
internal static class Npm
{
    /// <summary>Installs packages into a folder.</summary>
    /// <returns>Whether that could be done here.</returns>
    public static bool Install(string folder, params string[] packages)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "node", "writers.mjs"), Path.Combine(folder, "writers.mjs"));
        File.WriteAllText(Path.Combine(folder, "package.json"), "{\"private\":true}");
        var start = new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, .. packages]);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public static string NameOf(string writer) => writer == "waiaas" ? "WAIaaS' own pattern (no flush)" : "npm " + writer;

    public static string[] Arguments(string folder, string writer, Stage stage) =>
    [
        Path.Combine(folder, "writers.mjs"), writer, stage.Directory, Example.Token,
        stage.Batches.ToString(CultureInfo.InvariantCulture), stage.Operations.ToString(CultureInfo.InvariantCulture),
    ];
}
