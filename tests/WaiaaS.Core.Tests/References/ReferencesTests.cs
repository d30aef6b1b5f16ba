using Mono.Cecil;

namespace WaiaaS.Tests.References;

/// <summary>What the shipped assemblies refer to is there in Windows PowerShell 5.1.</summary>
public sealed class ReferencesTests : IDisposable
{
    private readonly WindowsPowerShell _windowsPowerShell = new();

    private static string Folder => Path.GetDirectoryName(Staged.Manifest)!;

    public static TheoryData<string> Assemblies =>
        [.. Directory.EnumerateFiles(Folder, "*.dll", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> OwnAssemblies =>
        [.. Assemblies.Select(row => row.Data).Where(path => Path.GetFileName(path).StartsWith("WaiaaS", StringComparison.Ordinal))];

    public void Dispose() => _windowsPowerShell.Dispose();

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_assembly_that_an_assembly_refers_to_is_there_in_that_version(string assembly) => Assert.Empty(
        Read(assembly).AssemblyReferences.Where(reference => !_windowsPowerShell.Loads(reference)).Select(reference => reference.FullName));

    [Theory]
    [MemberData(nameof(OwnAssemblies))]
    public void Every_type_and_member_that_an_assembly_refers_to_is_there(string assembly)
    {
        string missing = string.Join('\n', WindowsPowerShell.MissingMembers(Read(assembly)));
        Assert.True(missing.Length == 0, missing);
    }

    // These tests themselves are for another framework.
    [Fact]
    public void A_member_that_NET_Framework_lacks_is_named()
    {
        Assert.True("member".Contains('b', StringComparison.Ordinal));

        IEnumerable<string> missing = WindowsPowerShell.MissingMembers(_windowsPowerShell.Read(typeof(ReferencesTests).Assembly.Location));

        Assert.Contains("System.Boolean System.String::Contains(System.Char,System.StringComparison)", missing);
        Assert.DoesNotContain("System.String", missing);
    }

    [Fact]
    public void The_folder_holds_the_module_and_nothing_unknown() => Assert.Equal(
        ["System.Security.AccessControl.dll", "System.Security.Principal.Windows.dll", "WaiaaS.Core.dll", "WaiaaS.Daemon.dll", "WaiaaS.Extension/WaiaaS.Extension.dll", "WaiaaS.dll"],
        Assemblies.Select(row => row.Data.Replace('\\', '/')));

    [Theory]
    [MemberData(nameof(OwnAssemblies))]
    public void An_assembly_is_for_every_processor(string assembly) => Assert.Equal(
        ModuleAttributes.ILOnly, Read(assembly).Attributes & (ModuleAttributes.ILOnly | ModuleAttributes.Required32Bit));

    private ModuleDefinition Read(string assembly) => _windowsPowerShell.Read(Path.Combine(Folder, assembly));
}
