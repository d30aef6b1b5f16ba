namespace WaiaaS.Reliability.Machine;

/// <summary>What the build made, found from where this program lies.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Module { get; } = Path.Combine(Root, "out", "WaiaaS");

    public static string Manifest => Path.Combine(Module, "WaiaaS.psd1");

    public static string Pwsh { get; } = Directory.GetFiles(Path.Combine(Root, "tests", "PowerShell", "bin"), "pwsh.dll", SearchOption.AllDirectories)[0];

    public static string[] PowerShell(string script, params string[] arguments) => PowerShellAt(Pwsh, script, arguments);

    public static string[] PowerShellAt(string pwsh, string script, params string[] arguments) =>
        ["dotnet", pwsh, "-NoProfile", "-NonInteractive", "-File", script, .. arguments];

    public static string[] Self(params string[] arguments) => ["dotnet", typeof(Repository).Assembly.Location, .. arguments];

    public static string Script(string folder, string name) => Path.Combine(AppContext.BaseDirectory, folder, name);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !Directory.Exists(Path.Combine(folder, "out", "WaiaaS")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("No out/WaiaaS here or further up. Build first.");
    }
}
