using System.Reflection;
using Mono.Cecil;

namespace WaiaaS.Tests.References;

/// <summary>
/// The assemblies that the module meets in Windows PowerShell 5.1: its own folder, .NET Framework 4.7.2 with the facades
/// that run netstandard2.0, and PowerShell.
/// </summary>
internal sealed class WindowsPowerShell : IAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _folder = Path.GetDirectoryName(Staged.Manifest)!;

    public WindowsPowerShell()
    {
        string framework = PathOf("NetFramework");
        string[] folders = [_folder, framework, Path.Combine(framework, "Facades"), PathOf("PowerShellStandard")];
        foreach (string path in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll")))
            _paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
    }

    public ModuleDefinition Read(string path) => ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = this, InMemory = true });

    /// <summary>
    /// Whether this version of an assembly can be loaded. .NET Framework unifies older versions of its own assemblies to
    /// those that it has; without binding redirects it takes no other version of the module's.
    /// </summary>
    public bool Loads(AssemblyNameReference reference) => Resolve(reference) is { } found
        && (Path.GetDirectoryName(_paths[reference.Name]) == _folder ? found.Name.Version == reference.Version : found.Name.Version >= reference.Version);

    /// <summary>The types and members that a module refers to and that are not there.</summary>
    public static IEnumerable<string> MissingMembers(ModuleDefinition module) => module.GetTypeReferences().Concat(module.GetMemberReferences())

        // The runtime makes the constructors and accessors of an array.
        .Where(member => member.DeclaringType is not ArrayType && member.Resolve() is null)
        .Select(member => member.FullName)
        .Order(StringComparer.Ordinal);

    public AssemblyDefinition? Resolve(AssemblyNameReference name)
    {
        if (!_assemblies.TryGetValue(name.Name, out AssemblyDefinition? assembly) && _paths.TryGetValue(name.Name, out string? path))
            _assemblies[name.Name] = assembly = Read(path).Assembly;
        return assembly;
    }

    public AssemblyDefinition? Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    public void Dispose()
    {
        foreach (AssemblyDefinition assembly in _assemblies.Values)
            assembly.Dispose();
    }

    // Where the build found the package.
    private static string PathOf(string package)
    {
        string path = typeof(WindowsPowerShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == package).Value!;
        Assert.SkipUnless(Directory.Exists(path), $"needs the NuGet package of {package}, which is not published beside the tests");
        return path;
    }
}
