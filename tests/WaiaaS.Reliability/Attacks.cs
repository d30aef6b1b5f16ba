using WaiaaS.Reliability.Contention;
using WaiaaS.Reliability.Faults;
using WaiaaS.Reliability.Fuzzing;
using WaiaaS.Reliability.Interoperation;
using WaiaaS.Reliability.Security;

namespace WaiaaS.Reliability;

/// <summary>All attacks, in the order of the report.</summary>
internal static class Attacks
{
    private const int QuickRounds = 400;
    private const int RoundsPerSecond = 100;
    private const double QuickFuzzing = 3;

    /// <summary>The attacks, each as long as was asked for.</summary>
    public static IReadOnlyList<IAttack> All(Options options) =>
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
        new FuzzedCore(options.Quick ? QuickFuzzing : options.Seconds),
        new Races(options.Quick ? QuickRounds : options.Seconds * RoundsPerSecond),
        new SecretInMemory(),
        new Leaks(),
        new Transcripts(),
    ];
}
