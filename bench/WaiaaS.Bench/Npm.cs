using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace WaiaaS.Bench;

/// <summary>Node.js: writers from the npm registry, and WAIaaS' own way to write and read.</summary>
internal sealed class Npm
{
    private static readonly string Source = Path.Combine(System.AppContext.BaseDirectory, "node");

    private readonly string _folder;

    private Npm(string folder) => _folder = folder;

    /// <summary>The packages and their versions.</summary>
    public static string Packages
    {
        get
        {
            using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Source, "package.json")));
            return string.Join(", ", package.RootElement.GetProperty("dependencies").EnumerateObject()
                .Select(dependency => dependency.Name + " " + dependency.Value.GetString()));
        }
    }

    /// <summary>Installs the packages into a folder that is not there yet.</summary>
    /// <returns>Null where that cannot be done here.</returns>
    public static Npm? Install(string folder)
    {
        if (Programs.Find("node") is null || Programs.Find("npm") is null)
            return null;
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var start = new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? new Npm(folder) : null;
    }

    /// <summary>Measures a turn of each, and adds it to the report.</summary>
    public void Measure(Stage stage, int batches, Report report)
    {
        report.Add(stage, "write", Contender.WriteFileAtomic, Time("write-file-atomic", stage, batches)[0]);
        report.Add(stage, "write", Contender.Atomically, Time("atomically", stage, batches)[0]);
        double[][] own = Time("waiaas", stage, batches);
        report.Add(stage, "write", Contender.Waiaas, own[0]);
        report.Add(stage, "read", Contender.Waiaas, own[1]);
    }

    private double[][] Time(string writer, Stage stage, int batches) => Programs.Columns(
        "node",
        Path.Combine(_folder, "writers.mjs"), writer, stage.Directory, Example.Token,
        batches.ToString(CultureInfo.InvariantCulture), stage.Operations.ToString(CultureInfo.InvariantCulture));
}
