using System;
using System.IO;

namespace WaiaaS.Shell;

/// <summary>Where the module is.</summary>
internal static class ModuleFolder
{
    private const string Manifest = "WaiaaS.psd1";

    /// <summary>The manifest in the folder that was named, or else in <c>out/WaiaaS</c> here or further up.</summary>
    /// <returns>Null when it is in none of them.</returns>
    public static string? FindManifest(string? folder)
    {
        if (folder is not null)
            return Existing(Path.GetFullPath(folder));
        for (string? above = AppContext.BaseDirectory; above is not null; above = Path.GetDirectoryName(above))
        {
            if (Existing(Path.Combine(above, "out", "WaiaaS")) is { } manifest)
                return manifest;
        }

        return null;
    }

    private static string? Existing(string folder)
    {
        string manifest = Path.Combine(folder, Manifest);
        return File.Exists(manifest) ? manifest : null;
    }
}
