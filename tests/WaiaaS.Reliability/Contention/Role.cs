namespace WaiaaS.Reliability.Contention;

/// <summary>What a process of the crowd does.</summary>
/// <param name="Name">In the words of the report.</param>
/// <param name="Script">The script that does it.</param>
/// <param name="IsOurs">Whether the module does it.</param>
internal sealed record Role(string Name, string Script, bool IsOurs)
{
    public static readonly Role OurWriter = new("writers, ours", "writer.ps1", true);
    public static readonly Role OurReader = new("readers, ours", "reader.ps1", true);
    public static readonly Role NodeWriter = new("writers, Node", "writer.mjs", false);
    public static readonly Role NodeReader = new("readers, Node", "reader.mjs", false);
}
