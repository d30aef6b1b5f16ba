namespace WaiaaS.Tests.Infrastructure;

/// <summary>A directory of the test's own, removed with all that is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory()
    {
        Path = Directory.CreateTempSubdirectory("waiaas-").FullName;
    }

    public string Path { get; }

    /// <summary>A path in it.</summary>
    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Whatever lies below it and is not what a test put there by these names.</summary>
    public string[] Temporaries() =>
        [.. Directory.EnumerateFileSystemEntries(Path, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(System.IO.Path.GetFileName).OfType<string>()];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
