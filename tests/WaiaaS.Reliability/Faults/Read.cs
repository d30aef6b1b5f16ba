namespace WaiaaS.Reliability.Faults;

/// <summary>The everyday read.</summary>
internal sealed class Read : Scenario
{
    public override string Name => "read";

    public override Purpose Purpose => Purpose.Read;

    public override void Prepare(string directory, string old) => Put(directory, old);

    public override string CommandFor(string directory, string token) => $"Get-WaiaasToken -AsPlainText -DataDir '{DataOf(directory)}'";
}
