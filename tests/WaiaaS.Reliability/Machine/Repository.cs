namespace WaiaaS.Reliability.Machine;

/// <summary>What the build made, found from where this program lies.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Module { get; } = Path.Combine(Root, "out", "WaiaaS");

    public static string Manifest => Path.Combine(Module, "WaiaaS.psd1");

    public static string Pwsh { get; } = Directory.GetFiles(Path.Combine(Root, "tests", "PowerShell", "bin"), "pwsh.dll", SearchOption.AllDirectories)[0];

    /// <summary>The words that run a script in PowerShell.</summary>
    public static string[] PowerShell(string script, params string[] arguments) => PowerShellAt(Pwsh, script, arguments);

    /// <summary>The words that run a script in a copy of PowerShell.</summary>
    public static string[] PowerShellAt(string pwsh, string script, params string[] arguments) =>
        ["dotnet", pwsh, "-NoProfile", "-NonInteractive", "-File", script, .. arguments];

    /// <summary>The words that run this program.</summary>
    public static string[] Self(params string[] arguments) => ["dotnet", typeof(Repository).Assembly.Location, .. arguments];

    /// <summary>A script that lies beside this program.</summary>
    public static string Script(string folder, string name) => Path.Combine(AppContext.BaseDirectory, folder, name);

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, "out", "WaiaaS")))
                return folder;
        }

        throw new DirectoryNotFoundException("No out/WaiaaS here or further up. Build first.");
    }
}
