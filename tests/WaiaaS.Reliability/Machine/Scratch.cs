namespace WaiaaS.Reliability.Machine;

/// <summary>A directory of one part's own, removed with all that is in it.</summary>
internal sealed class Scratch : IDisposable
{
    private int _number;

    public Scratch(string? parent = null) => Path = Directory.CreateDirectory(
        System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), "waiaas-reliability-" + System.IO.Path.GetRandomFileName()), (UnixFileMode)0b111_000_000).FullName;

    public string Path { get; }

    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    public string NewDirectory()
    {
        string path = this["t" + Interlocked.Increment(ref _number).ToString("0000", CultureInfo.InvariantCulture)];
        return Directory.CreateDirectory(path).FullName;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
