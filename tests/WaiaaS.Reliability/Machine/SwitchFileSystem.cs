namespace WaiaaS.Reliability.Machine;

/// <summary>A directory, mounted once more as a file system that cannot do all that it should: <c>switchfs.c</c>.</summary>
internal sealed class SwitchFileSystem : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);
    private static readonly string Source = Repository.Script("Machine", "switchfs.c");
    private static readonly string Binary = Path.ChangeExtension(Source, null);

    private readonly Process _process;

    /// <param name="directory">What is mounted once more; it can be looked at without the faults.</param>
    /// <param name="mountPoint">An empty directory.</param>
    /// <param name="switches">As <c>switchfs.c</c> describes them.</param>
    public SwitchFileSystem(string directory, string mountPoint, params string[] switches)
    {
        MountPoint = mountPoint;
        _process = Command.Start([Binary, directory, mountPoint, .. switches]);
        var clock = Stopwatch.StartNew();
        while (Command.Run("mountpoint", "-q", mountPoint).Code != 0)
        {
            if (_process.HasExited || clock.Elapsed > Patience)
                throw new InvalidOperationException($"switchfs {string.Join(' ', switches)} was not mounted.");
            Thread.Sleep(Beat);
        }
    }

    public string MountPoint { get; }

    /// <summary>Builds the file system; what is missing for it, or null.</summary>
    public static string? Missing()
    {
        if (Capability.FirstMissing(Capability.Root(), Capability.Program("gcc"), Capability.Program("fusermount3")) is { } reason)
            return reason;
        if (!File.Exists("/dev/fuse"))
            return "needs /dev/fuse";
        (int code, _, string error) = Command.Run("gcc", "-O1", "-D_FILE_OFFSET_BITS=64", "-I/usr/include/fuse3", "-o", Binary, Source, "-lfuse3");
        return code == 0 ? null : "needs libfuse3 and its headers: " + error.Split('\n')[0];
    }

    public void Dispose()
    {
        if (Command.Run("umount", MountPoint).Code != 0)
            Command.Run("umount", "-l", MountPoint);
        if (!_process.WaitForExit(Patience))
            _process.Kill();
        _process.Dispose();
    }
}
