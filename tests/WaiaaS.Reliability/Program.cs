using System;
using System.Diagnostics;
using WaiaaS.Reliability;
using WaiaaS.Reliability.Contention;
using WaiaaS.Reliability.Faults;
using WaiaaS.Reliability.Interoperation;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Help);
    return 2;
}

var clock = Stopwatch.StartNew();
var report = new Report(Console.Out);
IAttack[] attacks =
[
    new FailingCalls(),
    new ShortTransfers(),
    new ExitCodes(),
    new KilledWriters(options.Quick),
    new PowerCuts(Volume.Ext4, options.Quick),
    new PowerCuts(Volume.Xfs, options.Quick),
    new FullAndReadOnly(),
    new Containers(),
    new Crowd("ours alone", Crowd.OursAlone, options.Seconds),
    new Crowd("ours among Node's", Crowd.OursAmongNodes, options.Seconds),
    new DaemonTokens(),
    new ManyWallets(),
];
foreach (IAttack attack in attacks)
{
    if (options.Includes(attack.Title))
        report.Run(attack);
    Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: {attack.Title}");
}

Console.WriteLine($"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped");
return report.Failed == 0 ? 0 : 1;
