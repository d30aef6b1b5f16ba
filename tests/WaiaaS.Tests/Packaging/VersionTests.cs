using System;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Packaging;

/// <summary>The version and the release notes of a package: from WaiaaS.psd1 and CHANGELOG.md alone.</summary>
public sealed class VersionTests
{
    private const string Changelog = """
        # Changelog

        ## [Unreleased]

        - not yet

        ## [1.2.3] - 2027-01-02

        - third

        ### Fixed

        - `a; b`, <c> & 100%

        ## [1.2.3-rc1] - 2027-01-01

        - candidate

        ## [1.2.30]

        - [thirtieth]

        [Unreleased]: https://example.com/unreleased
        """;

    [Theory]
    [InlineData("1.2.3", "", "1.2.3", "- third\n\n### Fixed\n\n- `a; b`, <c> & 100%")]
    [InlineData("1.2.3", "rc1", "1.2.3-rc1", "- candidate")]
    [InlineData("1.2.3", "preview1", "1.2.3-preview1", "- not yet")]
    [InlineData("1.2.30", "", "1.2.30", "- [thirtieth]")]
    [InlineData("1.3.0", "", "1.3.0", "- not yet")]
    public void The_notes_are_those_of_the_version_or_else_what_is_not_released(string version, string label, string expected, string notes)
    {
        using var directory = new TemporaryDirectory();
        SourceTree tree = Tree(directory, version, label).Edit("CHANGELOG.md", _ => Changelog);

        Assert.Equal(expected, tree.Property("PackageVersion"));
        Assert.Equal(notes, tree.Property("PackageReleaseNotes"));
    }

    [Theory]
    [InlineData("1.2", "", "three numbers")]
    [InlineData("1.2.3.4", "", "three numbers")]
    [InlineData("1.2.3", "beta.1", "letters and digits")]
    [InlineData("1.2.3", "beta-1", "letters and digits")]
    [InlineData("1.2.4", "", "CHANGELOG.md has no section for 1.2.4")]
    public void What_the_Gallery_would_not_take_is_not_packed(string version, string label, string reason)
    {
        using var directory = new TemporaryDirectory();
        SourceTree tree = Tree(directory, version, label).Edit("CHANGELOG.md", _ => "# Changelog\n\n## [1.2.3]\n\n- third\n");

        (int code, string output) = tree.Run("dotnet", "msbuild", "src/WaiaaS", "-t:CheckPackage");

        Assert.NotEqual(0, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    private static SourceTree Tree(TemporaryDirectory directory, string version, string label) =>
        SourceTree.CopyTo(directory["tree"]).Edit("WaiaaS.psd1", text => Replace(Replace(text, "ModuleVersion", version), "Prerelease", label));

    private static string Replace(string manifest, string key, string value)
    {
        string changed = System.Text.RegularExpressions.Regex.Replace(manifest, $@"(?m)^(\s*{key}\s*=\s*)'[^']*'", $"$1'{value}'");
        Assert.Contains($"'{value}'", changed, StringComparison.Ordinal);
        return changed;
    }
}
