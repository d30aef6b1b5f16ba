using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>A read of a token that belongs to the owner of its directory and not to the reader: one more look.</summary>
internal sealed class ReadOfAnotherUser : Scenario
{
    private const string Nobody = "65534:65534";

    public override string Name => "read of another user's token";

    public override Purpose Purpose => Purpose.Read;

    public override bool Disturbs(SystemCall call) => call.Name == "statx";

    public override void Prepare(string directory, string old)
    {
        Put(directory, old);
        Command.Output("chown", "-R", Nobody, DataOf(directory));
    }

    public override string CommandFor(string directory, string token) => $"Get-WaiaasToken -AsPlainText -DataDir '{DataOf(directory)}'";
}
