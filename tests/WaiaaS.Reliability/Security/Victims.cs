namespace WaiaaS.Reliability.Security;

/// <summary>PowerShell of root's and of an ordinary user's, on copies of the program and the module that both can read.</summary>
internal sealed class Victims : IDisposable
{
    private readonly Dictionary<int, Shell> _shells = [];

    public Victims(Scratch scratch)
    {
        File.SetUnixFileMode(scratch.Path, (UnixFileMode)0b111_001_001);
        string program = scratch["program"];
        string module = scratch["module"];
        Command.Output("cp", "-r", Path.GetDirectoryName(Repository.Pwsh)!, program);
        Command.Output("cp", "-r", Repository.Module, module);
        Command.Output("cp", "-r", Repository.Scripts("Machine"), Repository.Scripts("Security"), scratch.Path);
        Command.Output("chmod", "-R", "a+rX", program, module, scratch["Machine"], scratch["Security"]);
        Script = scratch["Security", "race.ps1"];
        string home = Directory.CreateDirectory(scratch["home"]).FullName;
        Command.Output("chown", Arena.Victim.ToString(CultureInfo.InvariantCulture), home);
        string[] command = Repository.PowerShellAt(Path.Combine(program, "pwsh.dll"), scratch["Machine", "shell.ps1"], Path.Combine(module, "WaiaaS.psd1"));
        foreach (int user in new[] { 0, Arena.Victim })
            _shells[user] = new Shell([.. AsUser(user), .. command], home);
    }

    /// <summary>What they run.</summary>
    public string Script { get; }

    public Shell this[int user] => _shells[user];

    /// <summary>Why an ordinary user cannot run PowerShell here; null when one can.</summary>
    public static string? Missing() =>
        Command.Run("setpriv", [.. AsUser(Arena.Victim)[1..], "dotnet", "--list-runtimes"]).Code == 0 ? null : "needs a .NET that an ordinary user can run";

    public void Dispose()
    {
        foreach (Shell shell in _shells.Values)
            shell.Dispose();
    }

    // Without any privilege.
    private static string[] AsUser(int user)
    {
        string id = user.ToString(CultureInfo.InvariantCulture);
        return ["setpriv", "--reuid", id, "--regid", id, "--clear-groups"];
    }
}
