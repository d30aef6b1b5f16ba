using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using WaiaaS.Tests.Infrastructure;

namespace WaiaaS.Tests.Packaging;

/// <summary>The package, made once for all tests: from a plain copy of the sources, and again where everything else differs.</summary>
public sealed class Packages : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Lazy<string> _first;
    private readonly Lazy<string> _second;
    private readonly Lazy<string> _unpacked;

    public Packages()
    {
        _first = new(() => SourceTree.CopyTo(_directory["a"]).Pack("022"));
        _second = new(PackElsewhere);
        _unpacked = new(() =>
        {
            ZipFile.ExtractToDirectory(First, _directory["unpacked"]);
            return _directory["unpacked"];
        });
    }

    /// <summary>Whether this SDK can pack the same bytes at another time (NuGet 7.9, property DeterministicTimestamp).</summary>
    internal bool CanBeReproduced => SourceTree.CopyTo(_directory["sdk"]).SdkVersion >= new Version(10, 0, 400);

    /// <summary>The package.</summary>
    internal string First => _first.Value;

    /// <summary>The same sources in a longer path, as a clone from the public repository, older, with a closed umask, in another time zone.</summary>
    internal string Second => _second.Value;

    /// <summary>The package's folder, as an installation has it.</summary>
    internal string Unpacked => _unpacked.Value;

    public void Dispose() => _directory.Dispose();

    private string PackElsewhere()
    {
        string root = _directory["somewhere else", "with a longer path"];
        SourceTree tree = SourceTree.CopyTo(root);
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.Parse("2011-12-13T14:15:16Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        Directory.CreateDirectory(tree.File(".git", "objects"));
        Directory.CreateDirectory(tree.File(".git", "refs"));
        File.WriteAllText(tree.File(".git", "HEAD"), "0123456789abcdef0123456789abcdef01234567\n");
        File.WriteAllText(tree.File(".git", "config"), "[core]\n\trepositoryformatversion = 0\n[remote \"origin\"]\n\turl = https://github.com/waiaas/waiaas-powershell.git\n");
        return tree.Pack("077", "TZ=Asia/Tokyo", "LC_ALL=C");
    }
}
