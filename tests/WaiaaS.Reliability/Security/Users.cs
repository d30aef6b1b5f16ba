namespace WaiaaS.Reliability.Security;

/// <summary>Other users, and the victims' PowerShell, on copies of the programs and the module that all can read.</summary>
internal sealed class Users : IDisposable
{
    /// <summary>Nobody's ids.</summary>
    public const int Victim = 61001;
    public const int Attacker = 61002;
    public const int Third = 61003;

    private readonly Dictionary<int, Shell> _shells = [];
    private readonly string _self;

    public Users(Scratch scratch)
    {
        File.SetUnixFileMode(scratch.Path, (UnixFileMode)0b111_001_001);
        _self = Copy(scratch, "attacks", AppContext.BaseDirectory);
        string pwsh = Copy(scratch, "pwsh", Path.GetDirectoryName(Repository.Pwsh)!);
        string module = Copy(scratch, "module", Repository.Module);
        string home = Directory.CreateDirectory(scratch["home"]).FullName;
        Command.Output("chown", $"{Victim}", home);
        string[] command = Repository.PowerShellAt(
            Path.Combine(pwsh, "pwsh.dll"), Path.Combine(_self, "Machine", "shell.ps1"), Path.Combine(module, "WaiaaS.psd1"));
        _shells[0] = new Shell(command, home);
        _shells[Victim] = new Shell([.. As(Victim), .. command], home);
    }

    public string Script => Path.Combine(_self, "Security", "race.ps1");

    public Shell this[int user] => _shells[user];

    /// <summary>Why an ordinary user cannot run PowerShell here; null when one can.</summary>
    public static string? Missing() =>
        Command.Run("setpriv", [.. As(Victim)[1..], "dotnet", "--list-runtimes"]).Code == 0 ? null : "needs a .NET that an ordinary user can run";

    public Process StartAttacker(params string[] arguments) =>
        Command.Start([.. As(Attacker), "dotnet", Path.Combine(_self, Path.GetFileName(typeof(Users).Assembly.Location)), .. arguments]);

    public void Dispose()
    {
        foreach (Shell shell in _shells.Values)
            shell.Dispose();
    }

    // Without any privilege.
    private static string[] As(int user) => ["setpriv", "--reuid", $"{user}", "--regid", $"{user}", "--clear-groups"];

    private static string Copy(Scratch scratch, string name, string folder)
    {
        Command.Output("cp", "-r", folder, scratch[name]);
        Command.Output("chmod", "-R", "a+rX", scratch[name]);
        return scratch[name];
    }
}
