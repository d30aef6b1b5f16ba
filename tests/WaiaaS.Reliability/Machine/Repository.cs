using System;
using System.IO;

namespace WaiaaS.Reliability.Machine;

/// <summary>What the build made, found from where this program lies.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>The shell that hosts the engine and the module.</summary>
    public static string Shell { get; } = Directory.GetFiles(
        Path.Combine(Root, "src", "WaiaaS.Shell", "bin"), "WaiaaS.Shell.dll", SearchOption.AllDirectories)[0];

    /// <summary>The staged module.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "WaiaaS");

    /// <summary>The fuzzer.</summary>
    public static string Fuzzer { get; } = Directory.GetFiles(
        Path.Combine(Root, "tests", "WaiaaS.Fuzz", "bin"), "WaiaaS.Fuzz.dll", SearchOption.AllDirectories)[0];

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
