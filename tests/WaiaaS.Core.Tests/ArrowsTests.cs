using System.Text.RegularExpressions;

namespace WaiaaS.Tests;

/// <summary>
/// The parts of the source use each other in one direction: Tokens, Paths, Files, then the two platforms, then TokenStore.
/// A part names another by a <c>using</c> line.
/// </summary>
public sealed partial class ArrowsTests
{
    private static readonly string[] Projects = ["WaiaaS.Core", "WaiaaS.Daemon", "WaiaaS", "WaiaaS.Extension"];

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["WaiaaS.Core/Tokens"] = [],
        ["WaiaaS.Core/Paths"] = ["Tokens"],
        ["WaiaaS.Core/Files"] = ["Tokens", "Paths"],
        ["WaiaaS.Core/Posix"] = ["Tokens", "Paths", "Files"],
        ["WaiaaS.Core/Windows"] = ["Tokens", "Paths", "Files", "Windows"],
        ["WaiaaS.Core"] = ["Tokens"],
        ["WaiaaS.Core/TokenStore.cs"] = ["Tokens", "Paths", "Files", "Posix", "Windows"],
        ["WaiaaS.Daemon"] = ["Tokens", "Paths", "Files", "Daemon"],
        ["WaiaaS.Daemon/Requests"] = ["Tokens"],
        ["WaiaaS"] = ["Tokens", "Paths", "Files", "Parameters"],
        ["WaiaaS/Parameters"] = ["Tokens", "Paths", "Parameters", "Daemon"],
        ["WaiaaS/Commands"] = ["Tokens", "Paths", "Files", "Parameters", "Formatting", "Commands", "Daemon"],
        ["WaiaaS/Formatting"] = [],
        ["WaiaaS/Vault"] = ["Tokens", "Paths", "Files", "Parameters"],
        ["WaiaaS.Extension"] = [],
    };

    [Fact]
    public void A_source_file_uses_only_the_parts_below_its_own() => Assert.All(Projects.SelectMany(Sources), file =>
    {
        string folder = Path.GetDirectoryName(file)!.Replace('\\', '/');
        string[] allowed = MayUse.TryGetValue(file, out string[]? own) ? own : MayUse[folder];

        Assert.Empty(UsingLine().Matches(Text(file)).Select(line => line.Groups[1].Value).Except(allowed));
    });

    [Fact]
    public void The_core_and_the_client_name_neither_PowerShell_nor_a_cmdlet_nor_a_parameter() => Assert.All(
        Sources("WaiaaS.Core").Concat(Sources("WaiaaS.Daemon")),
        file => Assert.DoesNotMatch(
            "Management\\.Automation|(Get|Set|Test|Remove|New|Update|Out|ConvertFrom)-[A-Z]|\\s-[A-Z][A-Za-z]+",
            Comment().Replace(Text(file), string.Empty)));

    private static IEnumerable<string> Sources(string project)
    {
        string folder = Staged.File("src", project);
        Assert.SkipUnless(Directory.Exists(folder), "needs the source");
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Staged.File("src"), path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));
    }

    private static string Text(string file) => File.ReadAllText(Staged.File("src", file));

    [GeneratedRegex(@"^\s*using (?:static )?WaiaaS\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex("//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
