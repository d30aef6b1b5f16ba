using System.IO;

namespace WaiaaS.Reliability.Faults;

/// <summary>A use of one cmdlet, to be disturbed at each of its system calls.</summary>
internal abstract class Scenario
{
    /// <summary>In the words of the report.</summary>
    public abstract string Name { get; }

    /// <summary>What it does to the token.</summary>
    public abstract Purpose Purpose { get; }

    /// <summary>The calls that are disturbed: all of them, or those that no other scenario has.</summary>
    public virtual bool Disturbs(SystemCall call) => true;

    /// <summary>Puts into a new directory what is there before.</summary>
    public abstract void Prepare(string directory, string old);

    /// <summary>The command.</summary>
    public abstract string CommandFor(string directory, string token);

    /// <summary>The token file.</summary>
    public virtual string TokenPath(string directory) => Path.Combine(DataOf(directory), "mcp-token");

    /// <summary>The data directory.</summary>
    protected static string DataOf(string directory) => Path.Combine(directory, "data");

    /// <summary>Makes a data directory with a token in it.</summary>
    protected static void Put(string directory, string token)
    {
        string data = DataOf(directory);
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string path = Path.Combine(data, "mcp-token");
        File.WriteAllText(path, token);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
