using System.CommandLine;
using WaiaaS.Reliability.Contention;
using WaiaaS.Reliability.Faults;
using WaiaaS.Reliability.Fuzzing;
using WaiaaS.Reliability.Interoperation;
using WaiaaS.Reliability.Security;

const int DefaultSeconds = 60;
const int QuickSeconds = 10;
const int QuickFuzzing = 3;
const int QuickRounds = 400;
const int RoundsPerSecond = 100;
const int QuickSignals = 3;
const int ManySignals = 40;

if (args.Length > 0 && args[0] == Swapper.Word)
    return Swapper.Run(args[1..]);

var seconds = new Option<int?>("--seconds")
{
    Description = $"how long each contention and each fuzzing lasts, and in hundreds how many rounds each race has; default {DefaultSeconds}",
};
var quick = new Option<bool>("--quick") { Description = $"{QuickSeconds} seconds of contention, and less of the other costly attacks: a few minutes in all" };
var only = new Option<string?>("--only") { Description = "only the parts with this word in their title" };
var list = new Option<bool>("--list") { Description = "names the parts, and what this machine lacks for them" };
var write = new Option<string?>("--write") { Description = "writes the report to a page, such as docs/reliability.md, and its tables to another beside it; not together with --only" };
var root = new RootCommand("""
    Attacks the module's claim that a token is never torn, lost or leaked, and prints what came of it as Markdown. The last
    line is 'N passed, N failed, N skipped'; how far it is goes to standard error. Most of it needs Linux and root. The exit
    code is 0 when nothing was violated, 1 when something was, 2 when the command line is not understood.
    """)
{ seconds, quick, only, list, write };
root.Validators.Add(result =>
{
    if (result.GetValue(only) is not null && result.GetValue(write) is not null)
        result.AddError("--write is not possible together with --only.");
});
root.SetAction(result => Run(result.GetValue(seconds), result.GetValue(quick), result.GetValue(only), result.GetValue(list), result.GetValue(write)));
ParseResult parsed = root.Parse(args);
int code = parsed.Invoke();
return parsed.Errors.Count > 0 ? 2 : code;

int Run(int? asked, bool isQuick, string? word, bool isList, string? page)
{
    IAttack[] attacks = [.. All(asked ?? (isQuick ? QuickSeconds : DefaultSeconds), isQuick).Where(attack => attack.Title.Contains(word ?? string.Empty, StringComparison.OrdinalIgnoreCase))];
    if (isList)
    {
        foreach (IAttack attack in attacks)
            Console.WriteLine(attack.Title + (attack.Missing() is { } missing ? $" (skipped: {missing})" : string.Empty));
        return 0;
    }

    if (attacks.Length == 0)
    {
        Console.Error.WriteLine($"No part has '{word}' in its title. --list names them.");
        return 2;
    }

    if (MountNamespace.IsNeeded)
        return MountNamespace.Run(args);

    // For all processes from here on: PowerShell and the runtime do nothing beside the commands.
    foreach ((string name, string value) in new[] { ("POWERSHELL_TELEMETRY_OPTOUT", "1"), ("POWERSHELL_UPDATECHECK", "Off"), ("DOTNET_MultiCoreJitNoProfileGather", "1") })
        Environment.SetEnvironmentVariable(name, value);
    string options = string.Join(' ', args.Select(argument => argument == page ? "docs/reliability.md" : argument));
    return Report.Run(attacks, page, "dotnet run --project tests/WaiaaS.Reliability -- " + options) ? 0 : 1;
}

// In the order of the report.
static IReadOnlyList<IAttack> All(int seconds, bool isQuick) =>
[
    new FailingCalls(),
    new ShortTransfers(),
    new ExitCodes(),
    new KilledWriters(isQuick),
    new PowerCuts(Volume.Ext4, isQuick),
    new PowerCuts(Volume.Xfs, isQuick),
    new FullAndReadOnly(),
    new FaultyFileSystems(),
    new Liveness(),
    new Leases(),
    new Signals(isQuick ? QuickSignals : ManySignals),
    new Containers(),
    new Crowd(among: false, seconds),
    new Crowd(among: true, seconds),
    new DaemonTokens(),
    new ManyWallets(),
    new FuzzedCore(isQuick ? QuickFuzzing : seconds),
    new Races(isQuick ? QuickRounds : seconds * RoundsPerSecond),
    new SecretInMemory(),
    new DaemonSecretsInMemory(),
    new Leaks(),
];
