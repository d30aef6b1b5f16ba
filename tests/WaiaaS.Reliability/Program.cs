using WaiaaS.Reliability;
using WaiaaS.Reliability.Security;

if (args.Length > 0 && args[0] == Swapper.Word)
    return Swapper.Run(args[1..]);

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Options.Help);
    return 0;
}

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Help);
    return 2;
}

IAttack[] attacks = [.. Attacks.All(options).Where(attack => options.Includes(attack.Title))];
if (options.List)
{
    foreach (IAttack attack in attacks)
        Console.WriteLine(attack.Title + (attack.Missing() is { } missing ? $" (skipped: {missing})" : string.Empty));
    return 0;
}

if (attacks.Length == 0)
{
    Console.Error.WriteLine($"No part has '{options.Only}' in its title. --list names them.");
    return 2;
}

if (MountNamespace.IsNeeded)
    return MountNamespace.Run(args);

// For all processes from here on: PowerShell and the runtime do nothing beside the commands.
foreach ((string name, string value) in new[] { ("POWERSHELL_TELEMETRY_OPTOUT", "1"), ("POWERSHELL_UPDATECHECK", "Off"), ("DOTNET_MultiCoreJitNoProfileGather", "1") })
    Environment.SetEnvironmentVariable(name, value);

var clock = Stopwatch.StartNew();
using var body = new StringWriter { NewLine = "\n" };
var report = new Report(options.Page is null ? Console.Out : body);
var parts = new List<Page.Part>();
foreach (IAttack attack in attacks)
{
    parts.Add(report.Run(attack));
    Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: {attack.Title}: {parts[^1].Passed} passed, {parts[^1].Failed} failed");
}

string summary = $"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped";
if (options.Page is not null)
    File.WriteAllText(options.Page, Page.Of(options.CommandLine, parts, body.ToString(), clock.Elapsed, summary));
report.PrintViolations(Console.Out);
Console.WriteLine(summary);
return report.Failed == 0 ? 0 : 1;
