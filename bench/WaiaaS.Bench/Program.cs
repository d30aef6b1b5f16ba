using System;
using System.ComponentModel;
using System.IO;
using WaiaaS.Bench;

const string Help = """
    Measures writes, reads and cold starts beside other ways to do the same, and prints tables in Markdown. Needs Linux and cc.

      --quick   one round of little, to see that all of it runs
      --write   also puts the figures into docs/performance.md and docs/performance.svg
    """;

if (Array.Exists(args, argument => argument is not ("--write" or "--quick")))
{
    bool asked = args is ["--help"] or ["-h"];
    (asked ? Console.Out : Console.Error).WriteLine(Help);
    return asked ? 0 : 2;
}

// Ctrl+C ends the program that is being measured, which ends the run, which cleans up.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
try
{
    Run(args);
    return 0;
}
catch (Exception failed) when (failed is InvalidOperationException or IOException or Win32Exception)
{
    // Caught, so that what was made for the run is removed.
    Console.Error.WriteLine(failed.Message);
    return 1;
}

static void Run(string[] args)
{
    string load = Machine.Load();
    Effort effort = Array.IndexOf(args, "--quick") >= 0 ? Effort.Quick : Effort.Full;
    string root = Example.Root();
    string manifest = Path.Combine(root, "out", "WaiaaS", "WaiaaS.psd1");
    using var workshop = new Workshop();
    string limit = workshop["limit"];
    Programs.Run("cc", "-O2", "-o", limit, Path.Combine(AppContext.BaseDirectory, "limit.c"));
    var pwsh = Pwsh.Build(root, workshop["pwsh"]);
    string empty = Path.Combine(AppContext.BaseDirectory, "Empty.psd1");
    var npm = Npm.Install(workshop["node"]);

    var report = new Report();
    using var memory = Stage.Memory();
    using var disk = Stage.Disk();
    foreach (Stage stage in new[] { memory, disk })
    {
        using var turns = new Turns(stage, limit, manifest);
        turns.WarmUp();
        for (int round = 0; round < effort.Rounds; round++)
        {
            Console.Error.WriteLine($"{stage.Name}, round {round + 1} of {effort.Rounds}");
            turns.Measure(effort.Batches, report);
            npm?.Measure(stage, effort.Batches, report);
            pwsh.Measure(manifest, stage, effort.Batches, report);
        }
    }

    Console.Error.WriteLine("cold starts");
    for (int start = 0; start < effort.Starts; start++)
    {
        report.Add("an empty module", pwsh.Start(empty, "Invoke-Nothing", memory.Directory));
        report.Add(Start.OfModule, pwsh.Start(manifest, "Set-WaiaasToken", memory.Directory));
    }

    (string Name, string Content)[] parts =
    [
        ("targets", Tables.Targets(report)),
        ("writes on tmpfs", Tables.Writes(report, "tmpfs")),
        ("writes on disk", Tables.Writes(report, "disk")),
        ("reads on tmpfs", Tables.Reads(report, "tmpfs")),
        ("reads on disk", Tables.Reads(report, "disk")),
        ("starts", Tables.Starts(report)),
        ("machine", Machine.Describe(effort, load, [memory, disk], npm is not null, pwsh)),
    ];
    foreach ((string name, string content) in parts)
        Console.WriteLine($"{name}\n\n{content}");
    if (Array.IndexOf(args, "--write") >= 0)
    {
        Page.Fill(Path.Combine(root, "docs", "performance.md"), parts);
        File.WriteAllText(Path.Combine(root, "docs", "performance.svg"), Plot.Of(report));
    }
}
