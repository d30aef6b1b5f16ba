namespace WaiaaS.Reliability.Faults;

/// <summary>The removal of a token.</summary>
internal sealed class Removal : Scenario
{
    public override string Name => "removal";

    public override Purpose Purpose => Purpose.Remove;

    public override void Prepare(string directory, string old) => Put(directory, old);

    public override string CommandFor(string directory, string token) => $"Remove-WaiaasToken -DataDir '{DataOf(directory)}'";
}
