using System;
using System.IO;
using System.Linq;

namespace WaiaaS.Reliability.Faults;

/// <summary>What a disturbed cmdlet has left.</summary>
internal static class TokenFile
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>The content; null where there is no file.</summary>
    public static string? ContentOf(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>Temporary files below a directory.</summary>
    public static string[] TemporariesIn(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.tmp", Everything)
            .Where(path => !path.EndsWith(OverwriteBesideLeftover.Leftover, StringComparison.Ordinal))];

    /// <summary>In the words of the report.</summary>
    public static string Describe(string? content, string? old, string @new) =>
        content is null ? "none" : content == @new ? "new" : content == old ? "old" : content.Length == 0 ? "EMPTY" : content.All(c => c == '\0') ? "NUL BYTES" : "TORN";

    /// <summary>Files below a directory that others may read.</summary>
    public static string[] OpenToOthers(string directory)
    {
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return [.. Directory.EnumerateFiles(directory, "*", Everything).Where(path => (File.GetUnixFileMode(path) & ~own) != 0)];
    }
}
