using System;
using System.Collections;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Management.Automation.Language;
using System.Reflection;
using System.Xml.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Packaging;

public sealed class PackageTests(Packages packages) : IClassFixture<Packages>
{
    [Fact]
    public void The_package_is_the_same_byte_for_byte_wherever_and_whenever_it_is_made()
    {
        Assert.SkipUnless(packages.CanBeReproduced, "needs the .NET SDK 10.0.400 or later: before, packing had the current time in every file");
        Assert.Equal(File.ReadAllBytes(packages.First), File.ReadAllBytes(packages.Second));
    }

    [Fact]
    public void The_package_holds_what_users_need_and_nothing_else()
    {
        using ZipArchive package = ZipFile.OpenRead(packages.First);
        string[] module =
        [
            "LICENSE",
            "System.Security.AccessControl.dll",
            "System.Security.Principal.Windows.dll",
            "THIRD-PARTY-NOTICES.txt",
            "WaiaaS.Core.dll",
            "WaiaaS.Extension/Vault.psm1",
            "WaiaaS.Extension/WaiaaS.Extension.psm1",
            "WaiaaS.Format.ps1xml",
            "WaiaaS.dll",
            "WaiaaS.psd1",
        ];
        string[] help = [.. Directory.GetFiles(Staged.File("en-US")).Select(file => "en-US/" + Path.GetFileName(file))];
        string[] format = ["[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/nuget.psmdcp", "WaiaaS.nuspec"];

        Assert.Equal(module.Concat(help).Concat(format).Order(StringComparer.Ordinal), package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Contains("en-US/about_WaiaaS.help.txt", help);
    }

    [Fact]
    public void The_main_job_works_from_the_unpacked_package()
    {
        using var directory = new TemporaryDirectory();
        string token = SampleToken.New();
        File.WriteAllText(directory["job.ps1"], $"""
            Set-WaiaasToken '{token}' -DataDir '{directory["data"]}'
            Get-WaiaasToken -DataDir '{directory["data"]}' -AsPlainText
            (Get-Module WaiaaS).ModuleBase
            """);

        (int code, string output, string error) = ShellProcess.Run("-Module", packages.Unpacked, "-File", directory["job.ps1"]);

        Assert.Equal(string.Empty, error.Trim());
        Assert.Equal([token, packages.Unpacked], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(0, code);
    }

    [Fact]
    public void The_package_says_of_itself_what_the_manifest_says()
    {
        Hashtable manifest = ManifestOf(packages.Unpacked);
        var data = (Hashtable)((Hashtable)manifest["PrivateData"]!)["PSData"]!;

        // As Publish-PSResource of PSResourceGet 1.2 makes it of the manifest, and the tags that its search for commands looks at.
        Assert.Equal("WaiaaS", Metadata("id"));
        Assert.Equal(manifest["ModuleVersion"], Metadata("version"));
        Assert.Equal(manifest["Author"], Metadata("authors"));
        Assert.Equal(manifest["Description"], Metadata("description"));
        Assert.Equal(manifest["Copyright"], Metadata("copyright"));
        Assert.Equal(data["ProjectUri"], Metadata("projectUrl"));
        Assert.Equal(data["LicenseUri"], Metadata("licenseUrl"));
        string[] cmdlets = [.. ((object[])manifest["CmdletsToExport"]!).Cast<string>()];
        string[] tags = [.. ((object[])data["Tags"]!).Cast<string>(), "PSModule", "PSIncludes_Cmdlet", .. cmdlets.Select(name => "PSCmdlet_" + name), .. cmdlets.Select(name => "PSCommand_" + name)];
        Assert.Equal(tags.Order(), Metadata("tags")!.Split(' ').Order());
        Assert.Null(Metadata("dependencies"));
        Assert.Null(Metadata("icon"));
        Assert.Null(Metadata("iconUrl"));
        Assert.Equal($"WaiaaS.{Metadata("version")}.nupkg", Path.GetFileName(packages.First));
    }

    [Fact]
    public void The_assemblies_have_the_version_of_the_manifest()
    {
        var version = Version.Parse((string)ManifestOf(packages.Unpacked)["ModuleVersion"]! + ".0");

        Assert.All(["WaiaaS.dll", "WaiaaS.Core.dll"], name =>
            Assert.Equal(version, AssemblyName.GetAssemblyName(Path.Combine(packages.Unpacked, name)).Version));
    }

    [Fact]
    public void The_assemblies_of_others_come_with_their_versions_and_their_licence()
    {
        string notices = File.ReadAllText(Path.Combine(packages.Unpacked, "THIRD-PARTY-NOTICES.txt"));

        Assert.Contains("Copyright (c) .NET Foundation", notices, StringComparison.Ordinal);
        Assert.All(["System.Security.AccessControl", "System.Security.Principal.Windows"], name =>
        {
            string version = AssemblyVersionOfPackage(name);
            Assert.Matches(name.Replace(".", "\\.", StringComparison.Ordinal) + @"\.dll +" + version.Replace(".", "\\.", StringComparison.Ordinal) + "\n", notices.ReplaceLineEndings("\n"));
        });
    }

    private static string AssemblyVersionOfPackage(string name) =>
        XDocument.Load(Staged.File("Directory.Packages.props")).Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == name).Attribute("Version")!.Value;

    private static Hashtable ManifestOf(string folder)
    {
        ScriptBlockAst script = Parser.ParseFile(Path.Combine(folder, "WaiaaS.psd1"), out _, out ParseError[] errors);
        Assert.Empty(errors);
        return (Hashtable)((HashtableAst)script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false)!).SafeGetValue();
    }

    private string? Metadata(string element) =>
        XDocument.Load(Path.Combine(packages.Unpacked, "WaiaaS.nuspec")).Descendants().FirstOrDefault(each => each.Name.LocalName == element)?.Value;
}
