using System;
using System.IO;

namespace WaiaaS.Reliability.Faults;

/// <summary>A write that also removes what a killed writer left behind two hours ago.</summary>
internal sealed class OverwriteBesideLeftover : Scenario
{
    /// <summary>The file that was left behind.</summary>
    public const string Leftover = ".mcp-token.1.0123abcd.tmp";

    public override string Name => "write beside a leftover";

    public override Purpose Purpose => Purpose.Write;

    public override bool Disturbs(SystemCall call) => call.Target.EndsWith(Leftover, StringComparison.Ordinal);

    public override void Prepare(string directory, string old)
    {
        Put(directory, old);
        string path = Path.Combine(DataOf(directory), Leftover);
        File.WriteAllText(path, old);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
    }

    public override string CommandFor(string directory, string token) => $"Set-WaiaasToken '{token}' -DataDir '{DataOf(directory)}'";
}
