namespace WaiaaS.Reliability.Faults;

/// <summary>The everyday write: a new token over the old one, the first time that the process writes to this directory.</summary>
internal sealed class Overwrite : Scenario
{
    public override string Name => "write over a token";

    public override Purpose Purpose => Purpose.Write;

    public override void Prepare(string directory, string old) => Put(directory, old);

    public override string CommandFor(string directory, string token) => $"Set-WaiaasToken '{token}' -DataDir '{DataOf(directory)}'";
}
