using System.Globalization;

namespace WaiaaS.Bench;

/// <summary>A directory to write in, on one kind of file system, and how much is done there.</summary>
internal sealed class Stage : IDisposable
{
    private Stage(string name, string root, int operations, string purpose = "writes")
    {
        Name = name;
        Root = root;
        Operations = operations;
        Directory = Path.Combine(root, $"waiaas-bench-{purpose}-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        System.IO.Directory.CreateDirectory(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Name { get; }

    /// <summary>Where it is.</summary>
    public string Root { get; }

    public string Directory { get; }

    /// <summary>Operations a batch.</summary>
    public int Operations { get; }

    /// <summary>Where a flush costs nothing, so that all else shows.</summary>
    public static Stage Memory(string purpose = "writes") => new("tmpfs", "/dev/shm", operations: 1000, purpose);

    /// <summary>Where a flush goes to the disk.</summary>
    public static Stage Disk() => new("disk", "/var/tmp", operations: 20);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
