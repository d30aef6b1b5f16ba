using System;
using System.ComponentModel;
using System.IO;
using WaiaaS.Bench;

// waiaas-bench [--write] [--quick]: measures, prints what came of it, and with --write puts it into docs/performance.md.
if (Array.Exists(args, argument => argument is not ("--write" or "--quick")))
{
    Console.Error.WriteLine("Options: --write (put the figures into docs/performance.md and .svg), --quick (see that all of it runs).");
    return 2;
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
    var startUp = StartUp.Build(root, workshop["start-up"]);
    var npm = Npm.Install(workshop["node"]);
    bool pwsh = Programs.Find("pwsh") is not null;

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
            if (pwsh)
                PowerShellCommands.Measure(manifest, stage, effort.Batches, report);
        }
    }

    Console.Error.WriteLine("cold starts");
    for (int start = 0; start < effort.Starts; start++)
    {
        report.Add("an empty module", startUp.Measure(startUp.EmptyModule, "Invoke-Nothing", memory.Directory));
        report.Add(Start.OfModule, startUp.Measure(manifest, "Set-WaiaasToken", memory.Directory));
        if (!pwsh)
            continue;
        report.Add("an empty module, in pwsh", PowerShellCommands.Start(startUp.EmptyModule, "Invoke-Nothing", memory.Directory));
        report.Add(Start.OfModule + ", in pwsh", PowerShellCommands.Start(manifest, "Set-WaiaasToken", memory.Directory));
    }

    (string Name, string Content)[] parts =
    [
        ("targets", Tables.Targets(report)),
        ("writes on tmpfs", Tables.Writes(report, "tmpfs")),
        ("writes on disk", Tables.Writes(report, "disk")),
        ("reads on tmpfs", Tables.Reads(report, "tmpfs")),
        ("reads on disk", Tables.Reads(report, "disk")),
        ("starts", Tables.Starts(report)),
        ("machine", Machine.Describe(effort, load, [memory, disk], npm is not null, startUp.IsPrecompiled)),
    ];
    foreach ((string name, string content) in parts)
        Console.WriteLine($"{name}\n\n{content}");
    if (Array.IndexOf(args, "--write") >= 0)
    {
        Page.Fill(Path.Combine(root, "docs", "performance.md"), parts);
        File.WriteAllText(Path.Combine(root, "docs", "performance.svg"), Plot.Of(report));
    }
}
