using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests;

/// <summary>
/// What the staged assemblies ask for must be there in Windows PowerShell 5.1: from .NET Framework 4.7.2, from
/// PowerShell, or from the module's folder.
/// </summary>
public sealed class ReferencesTests
{
    // In the global assembly cache of .NET Framework 4.7.2, which runs netstandard2.0 assemblies by this facade. Older
    // versions than these are unified to them.
    private static readonly Dictionary<string, Version> Framework = new(StringComparer.OrdinalIgnoreCase)
    {
        ["netstandard"] = new Version(2, 0, 0, 0),
        ["mscorlib"] = new Version(4, 0, 0, 0),
        ["System"] = new Version(4, 0, 0, 0),
        ["System.Core"] = new Version(4, 0, 0, 0),
    };

    // Windows PowerShell 3 to 5.1 all have this version; PowerShell 7 takes it as well.
    private static readonly Dictionary<string, Version> PowerShell = new(StringComparer.OrdinalIgnoreCase)
    {
        ["System.Management.Automation"] = new Version(3, 0, 0, 0),
    };

    private static string Folder => Path.GetDirectoryName(Staged.Manifest)!;

    public static TheoryData<string> Assemblies =>
        [.. Directory.EnumerateFiles(Folder, "*.dll").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_reference_is_there_in_Windows_PowerShell(string assembly)
    {
        Dictionary<string, Version> staged = Directory.EnumerateFiles(Folder, "*.dll")
            .Select(AssemblyName.GetAssemblyName)
            .ToDictionary(name => name.Name!, name => name.Version!, StringComparer.OrdinalIgnoreCase);

        foreach (AssemblyName reference in ReferencesOf(Path.Combine(Folder, assembly)))
        {
            bool met = Provides(Framework, reference, atLeast: true)
                || Provides(PowerShell, reference, atLeast: true)

                // Without binding redirects, .NET Framework takes no other version than the one that is asked for.
                || Provides(staged, reference, atLeast: false);
            Assert.True(met, $"{assembly} needs {reference.Name} {reference.Version}, which Windows PowerShell 5.1 does not have.");
        }
    }

    [Fact]
    public void The_folder_holds_the_module_and_nothing_unknown() => Assert.Equal(
        ["System.Security.AccessControl.dll", "System.Security.Principal.Windows.dll", "WaiaaS.Core.dll", "WaiaaS.dll"],
        Assemblies.Select(row => row.Data));

    [Theory]
    [InlineData("WaiaaS.dll")]
    [InlineData("WaiaaS.Core.dll")]
    public void The_modules_own_assemblies_are_for_every_processor(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Folder, assembly)));

        Assert.Equal(CorFlags.ILOnly, file.PEHeaders.CorHeader!.Flags & (CorFlags.ILOnly | CorFlags.Requires32Bit));
    }

    private static bool Provides(Dictionary<string, Version> provided, AssemblyName reference, bool atLeast) =>
        provided.TryGetValue(reference.Name!, out Version? version)
            && (atLeast ? version >= reference.Version : version == reference.Version);

    private static List<AssemblyName> ReferencesOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }
}
