using System.Globalization;
using System.IO;
using System.Threading;

namespace WaiaaS.Reliability.Machine;

/// <summary>A directory of one part's own, removed with all that is in it.</summary>
internal sealed class Scratch : System.IDisposable
{
    private int _number;

    public string Path { get; } = Directory.CreateTempSubdirectory("waiaas-reliability-").FullName;

    /// <summary>A path in it.</summary>
    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A new directory in it.</summary>
    public string NewDirectory()
    {
        string path = this["t" + Interlocked.Increment(ref _number).ToString("0000", CultureInfo.InvariantCulture)];
        return Directory.CreateDirectory(path).FullName;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
