namespace WaiaaS.Tests.Infrastructure;

/// <summary>What the build made, found as a user would find it: from the repository's root.</summary>
internal static class Staged
{
    /// <summary>The folder that has <c>WaiaaS.sln</c>, or that this test program was published to together with the module.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's manifest.</summary>
    public static string Manifest => Path.Combine(Root, "out", "WaiaaS", "WaiaaS.psd1");

    /// <summary>A file of the repository.</summary>
    public static string File(params string[] names) => Path.Combine([Root, .. names]);

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
