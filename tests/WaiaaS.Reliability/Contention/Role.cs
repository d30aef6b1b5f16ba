namespace WaiaaS.Reliability.Contention;

/// <summary>What a process of the crowd does.</summary>
internal sealed record Role(string Name, string Script, bool IsOurs)
{
    public static readonly Role OurWriter = new("writers, ours", "writer.ps1", true);
    public static readonly Role OurReader = new("readers, ours", "reader.ps1", true);
    public static readonly Role NodeWriter = new("writers, Node", "writer.mjs", false);
    public static readonly Role NodeReader = new("readers, Node", "reader.mjs", false);
}
