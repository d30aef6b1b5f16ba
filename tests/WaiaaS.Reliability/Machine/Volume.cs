namespace WaiaaS.Reliability.Machine;

/// <summary>Something mounted, unmounted at the end.</summary>
internal class Mount : IDisposable
{
    private readonly string[] _what;

    public Mount(string target, params string[] what)
    {
        (Path, _what) = (target, what);
        Command.Output("mount", [.. _what, Path]);
    }

    public string Path { get; }

    public void Restart()
    {
        Command.Output("umount", Path);
        Command.Output("mount", [.. _what, Path]);
    }

    // May have been unmounted already. One that is busy keeps its directory from being removed.
    public void Dispose() => Command.Run("umount", Path);
}

/// <summary>A file system of its own in an image file, on a loop device.</summary>
internal sealed class Volume : Mount
{
    public const string Ext4 = "ext4";
    public const string Xfs = "xfs";
    public const string Btrfs = "btrfs";

    private int _number;

    /// <param name="size">The image's, which has holes; null for one that its mkfs accepts.</param>
    public Volume(Scratch scratch, string fileSystem, string? size = null, params string[] format)
        : base(scratch.NewDirectory(), "-o", "loop", "-t", fileSystem, Format(scratch["image-" + fileSystem], fileSystem, size, format))
    {
    }

    public string NewDirectory() =>
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "d" + (++_number).ToString("0000", CultureInfo.InvariantCulture))).FullName;

    /// <param name="how"><c>ro</c> or <c>rw</c>.</param>
    public void Remount(string how) => Command.Output("mount", "-o", "remount," + how, Path);

    private static string Format(string image, string fileSystem, string? size, string[] format)
    {
        Command.Output("truncate", "-s", size ?? fileSystem switch { Xfs => "300M", Btrfs => "128M", _ => "32M" }, image);
        Command.Output("mkfs." + fileSystem, ["-q", .. format, image]);
        return image;
    }
}

/// <summary>
/// A mount namespace of the attacks' own (mount_namespaces(7)). Whoever makes a namespace elsewhere on the machine copies
/// all mounts that it sees, and a file system that was cut off stays as it is for as long as one copy is mounted.
/// </summary>
internal static class MountNamespace
{
    private const string Mark = "WAIAAS_RELIABILITY_NAMESPACE";

    private static readonly string[] Unshare = ["--mount", "--propagation", "private"];

    /// <summary>Whether this process could mount, and has no namespace of its own yet.</summary>
    public static bool IsNeeded =>
        Capability.FirstMissing(Capability.Root(), Capability.Program("unshare")) is null && Environment.GetEnvironmentVariable(Mark) is null
        && Command.Run("unshare", [.. Unshare, "true"]).Code == 0;

    public static int Run(string[] arguments)
    {
        var start = new ProcessStartInfo("unshare", [.. Unshare, .. Repository.Self(arguments)]);
        start.Environment[Mark] = "1";
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
