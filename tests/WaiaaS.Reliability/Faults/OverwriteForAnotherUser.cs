using System.IO;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>A write by root into somebody else's data directory, which gives the file to that somebody.</summary>
internal sealed class OverwriteForAnotherUser : Scenario
{
    private const string Nobody = "65534:65534";

    public override string Name => "write as root for another user";

    public override Purpose Purpose => Purpose.Write;

    public override bool Disturbs(SystemCall call) => call.Name == "fchown";

    public override void Prepare(string directory, string old)
    {
        Put(directory, old);
        Command.Output("chown", "-R", Nobody, DataOf(directory));
    }

    public override string CommandFor(string directory, string token) => $"Set-WaiaasToken '{token}' -DataDir '{DataOf(directory)}'";

    public override string TokenPath(string directory) => Path.Combine(DataOf(directory), "mcp-token");
}
