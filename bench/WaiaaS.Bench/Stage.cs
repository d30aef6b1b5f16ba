using System;
using System.IO;

namespace WaiaaS.Bench;

/// <summary>A directory to write in, on one kind of file system, and how much is done there.</summary>

internal sealed class Stage : IDisposable
{
    private Stage(string name, string root, int batches, int operations)
    {
        Name = name;
        Batches = batches;
        Operations = operations;
        Directory = Path.Combine(root, "waiaas-bench-" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        System.IO.Directory.CreateDirectory(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Name { get; }

    public string Directory { get; }

    /// <summary>Batches a round; each gives one sample.</summary>
    public int Batches { get; }

    /// <summary>Operations a batch.</summary>
    public int Operations { get; }

    public static Stage Memory() => new("tmpfs", "/dev/shm", 10, 1000);

    public static Stage Disk() => new("disk", "/var/tmp", 10, 20);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
