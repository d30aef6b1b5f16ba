using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Packaging;

/// <summary>A copy of what the module is built from, as a fresh clone has it, and the .NET SDK to build it with.</summary>
internal sealed class SourceTree
{
    private static readonly string[] Projects = ["WaiaaS", "WaiaaS.Core", "WaiaaS.Extension"];

    // What the SDK and the test runner tell their children of themselves; a user's shell has none of it.
    private static readonly string[] Inherited = ["MSBUILD", "DOTNET_CLI", "TESTINGPLATFORM"];

    private readonly string _root;

    private SourceTree(string root) => _root = root;

    /// <summary>Copies the sources to a folder. Skips the test where there are none, or no SDK for them.</summary>
    public static SourceTree CopyTo(string root)
    {
        Assert.SkipUnless(System.IO.File.Exists(Staged.File("src", "WaiaaS", "WaiaaS.csproj")), "needs the sources of the module");
        var tree = new SourceTree(root);
        IEnumerable<string> top = Directory.EnumerateFiles(Staged.Root).Where(file => Path.GetFileName(file) != ".git");
        foreach (string file in top.Concat(Projects.SelectMany(Sources)).Concat(Below(Staged.File("en-US"))))
        {
            string copy = tree.File(Path.GetRelativePath(Staged.Root, file).Split(Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }

        Assert.SkipUnless(tree.Run("dotnet", "--version").Code == 0, "needs the .NET SDK that global.json names");
        return tree;
    }

    /// <summary>The version of the SDK that builds the copy, without the label of a preview.</summary>
    public Version SdkVersion => Version.Parse(Run("dotnet", "--version").Output.Trim().Split('-')[0]);

    /// <summary>A file or folder of the copy.</summary>
    public string File(params string[] names) => Path.Combine([_root, .. names]);

    /// <summary>Changes a file's text.</summary>
    public SourceTree Edit(string file, Func<string, string> change)
    {
        string before = System.IO.File.ReadAllText(File(file));
        string after = change(before);
        Assert.NotEqual(before, after);
        System.IO.File.WriteAllText(File(file), after);
        return this;
    }

    /// <summary>Packs the module, as <c>dotnet pack</c> alone does for the solution, and gives the package.</summary>
    /// <param name="umask">What a new file's permissions lack, where there are any.</param>
    /// <param name="environment">Other environment variables, as <c>NAME=value</c>.</param>
    public string Pack(string umask, params string[] environment)
    {
        (int code, string output) = OperatingSystem.IsWindows()
            ? Run("dotnet", "pack", "src/WaiaaS")
            : Run("sh", ["-c", "umask \"$0\"; exec env \"$@\"", umask, .. environment, "dotnet", "pack", "src/WaiaaS"]);
        Assert.True(code == 0, output);
        return Assert.Single(Directory.GetFiles(File("out"), "*.nupkg"));
    }

    /// <summary>What MSBuild makes of a property, without building.</summary>
    public string Property(string name)
    {
        (int code, string output) = Run("dotnet", "msbuild", "src/WaiaaS", "-getProperty:" + name);
        Assert.True(code == 0, output);
        return output.ReplaceLineEndings("\n").TrimEnd();
    }

    /// <summary>Runs a program in the copy, with nothing of this process' build around it, and nothing left running after it.</summary>
    public (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(name => Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static IEnumerable<string> Sources(string project) =>
        Below(Staged.File("src", project)).Where(file => !Path.GetRelativePath(Staged.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string[] Below(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
}
