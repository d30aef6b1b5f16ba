using System.ComponentModel;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>A directory seen through bindfs, which changes what the file system can do.</summary>
internal sealed class BoundVolume : IDisposable
{
    private readonly bool _isMounted;

    public BoundVolume(TemporaryDirectory directory, params string[] options)
    {
        Unix.Need();
        Path = Directory.CreateTempSubdirectory("waiaas-bind-").FullName;
        try
        {
            _isMounted = Unix.Run("bindfs", [.. options, directory.Path, Path]).Code == 0;
        }
        catch (Win32Exception)
        {
            // It is not installed.
        }

        if (_isMounted)
            return;
        Directory.Delete(Path);
        Assert.Skip("needs bindfs and FUSE");
    }

    public string Path { get; }

    public void Dispose()
    {
        Unix.Output("fusermount", "-u", "-z", Path);
        Directory.Delete(Path);
    }
}
