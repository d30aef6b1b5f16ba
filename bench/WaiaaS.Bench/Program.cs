using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using WaiaaS.Bench;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

const int Rounds = 3;
const int Starts = 15;
const string Limit = "the system calls in C";

string root = Example.Root();
string manifest = Path.Combine(root, "out", "WaiaaS", "WaiaaS.psd1");
string build = Directory.CreateTempSubdirectory("waiaas-bench-").FullName;
Programs.Run("cc", "-O2", "-o", Path.Combine(build, "limit"), Path.Combine(AppContext.BaseDirectory, "limit.c"));
bool node = Programs.Find("node") is not null && Npm.Install(build, "write-file-atomic", "atomically");
if (!node)
    Console.Error.WriteLine("skipped: the Node.js packages, since there is no node or npm cannot install them");
bool pwsh = Programs.Find("pwsh") is not null;
if (!pwsh)
    Console.Error.WriteLine("skipped: Set-Content and Get-Content, since there is no pwsh");

var report = new Report();
using Stage memory = Stage.Memory();
using Stage disk = Stage.Disk();
foreach (Stage stage in new[] { memory, disk })
{
    using var engine = new Engine(manifest, Example.Secure(), stage.Directory);
    var store = new TokenStore(new Silent(), CancellationToken.None);
    var location = TokenLocation.InDataDirectory(stage.Directory, null);
    using Token token = store.Check(location, Example.Secure());
    WarmUp(stage, engine, store, location, token);
    for (int round = 0; round < Rounds; round++)
    {
        double[][] limit = Programs.Columns(
            Path.Combine(build, "limit"), stage.Directory, Example.Token, Text(stage.Batches), Text(stage.Operations));
        report.Add(stage, "write", Limit, limit[0]);
        report.Add(stage, "read", Limit, limit[1]);
        report.Add(stage, "write", "the core", Time(stage, () => store.Write(location, token, RetryPolicy.DefaultRetries)));
        report.Add(stage, "write", "a cmdlet of these calls", engine.Time("Invoke-Limit $token -DataDir $directory", stage.Batches, stage.Operations));
        report.Add(stage, "write", "Set-WaiaasToken", engine.Time("Set-WaiaasToken $token -DataDir $directory", stage.Batches, stage.Operations));
        report.Add(stage, "read", "the core", Time(stage, () => store.Read(location).Dispose()));
        report.Add(stage, "read", "Get-WaiaasToken", engine.Time("$null = Get-WaiaasToken -DataDir $directory", stage.Batches, stage.Operations));
        report.Add(stage, "read", "an empty cmdlet", engine.Time("$null = Invoke-Nothing -DataDir $directory", stage.Batches, stage.Operations));
        foreach (string writer in node ? new[] { "write-file-atomic", "atomically", "waiaas" } : [])
            report.Add(stage, "write", Npm.NameOf(writer), Programs.Columns("node", Npm.Arguments(build, writer, stage))[0]);
        foreach ((string operation, string name, string command) in pwsh ? PowerShellCommands.All : [])
            report.Add(stage, operation, name, PowerShellCommands.Time(command, stage));
    }
}

var startUp = StartUp.Build(root, Path.Combine(build, "start-up"));
if (!startUp.IsPrecompiled)
    Console.Error.WriteLine("The engine could not be compiled ahead of time: starts take longer than a user's.");
for (int start = 0; start < Starts; start++)
{
    report.AddStart("the engine and its first command", startUp.Measure("engine"));
    report.AddStart("with an empty module imported, its first command", startUp.Measure("empty"));
    report.AddStart("with the module imported, the first write", startUp.Measure(manifest, Example.Token, memory.Directory));
}

Directory.Delete(build, recursive: true);
report.Write(Console.Out);
if (args is ["--plot", var plot])
    File.WriteAllText(plot, report.Plot());

static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

static IEnumerable<double> Time(Stage stage, Action operation)
{
    for (int batch = 0; batch < stage.Batches; batch++)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < stage.Operations; i++)
            operation();
        yield return Stopwatch.GetElapsedTime(start).TotalMicroseconds / stage.Operations;
    }
}

// Long enough for the runtime to have compiled everything for the last time.
static void WarmUp(Stage stage, Engine engine, TokenStore store, TokenLocation location, Token token)
{
    int operations = stage.Operations * 5;
    for (int i = 0; i < 6; i++)
    {
        _ = Time(stage, () => store.Write(location, token, RetryPolicy.DefaultRetries)).Count();
        _ = Time(stage, () => store.Read(location).Dispose()).Count();
        engine.Time("Set-WaiaasToken $token -DataDir $directory", 1, operations);
        engine.Time("$null = Get-WaiaasToken -DataDir $directory", 1, operations);
        engine.Time("$null = Invoke-Nothing -DataDir $directory", 1, operations);
        engine.Time("Invoke-Limit $token -DataDir $directory", 1, operations);
    }
}
