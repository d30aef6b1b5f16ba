using System;
using System.Collections.Generic;
using System.IO;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Security;

/// <summary>Shells of root and of an ordinary user, on copies of the program and the module that both can read.</summary>
internal sealed class Victims : IDisposable
{
    private readonly Dictionary<int, Shell> _shells = [];

    public Victims(Scratch scratch)
    {
        File.SetUnixFileMode(scratch.Path, (UnixFileMode)457);
        string program = Copy(Path.GetDirectoryName(Repository.Shell)!, scratch["program"]);
        string module = Copy(Repository.Module, scratch["module"]);
        Script = scratch["race.ps1"];
        File.Copy(Repository.Script("Security", "race.ps1"), Script);
        Command.Output("chmod", "-R", "a+rX", program, module, Script);
        string home = Directory.CreateDirectory(scratch["home"]).FullName;
        Native.SetOwner(home, Arena.Victim);
        foreach (int user in new[] { 0, Arena.Victim })
            _shells[user] = Shell.Of(user, Path.Combine(program, Path.GetFileName(Repository.Shell)), module, home);
    }

    /// <summary>What they run.</summary>
    public string Script { get; }

    /// <summary>The shell of a user.</summary>
    public Shell this[int user] => _shells[user];

    /// <summary>Why an ordinary user cannot run a shell here; null when one can.</summary>
    public static string? Missing() =>
        Command.Run("setpriv", [.. Shell.AsUser(Arena.Victim), "dotnet", "--list-runtimes"]).Code == 0 ? null : "needs a .NET that an ordinary user can run";

    public void Dispose()
    {
        foreach (Shell shell in _shells.Values)
            shell.Dispose();
    }

    private static string Copy(string folder, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string path in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(folder, path)));
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.Copy(path, Path.Combine(target, Path.GetRelativePath(folder, path)));
        return target;
    }
}
