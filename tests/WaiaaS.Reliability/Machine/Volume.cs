namespace WaiaaS.Reliability.Machine;

/// <summary>A file system of its own in an image file, on a loop device.</summary>
internal sealed class Volume : IDisposable
{
    public const string Ext4 = "ext4";
    public const string Xfs = "xfs";
    public const string Btrfs = "btrfs";

    private readonly string _image;
    private bool _mounted;
    private int _number;

    public Volume(Scratch scratch, string fileSystem, string size, params string[] format)
    {
        FileSystem = fileSystem;
        _image = scratch["image-" + fileSystem];
        Path = Directory.CreateDirectory(scratch["volume-" + fileSystem]).FullName;
        Command.Output("truncate", "-s", size, _image);
        Command.Output("mkfs." + fileSystem, ["-q", .. format, _image]);
        Mount();
    }

    public string FileSystem { get; }

    /// <summary>A size that its mkfs accepts; the image has holes.</summary>
    public static string SmallSizeOf(string fileSystem) => fileSystem switch { Xfs => "300M", Btrfs => "128M", _ => "32M" };

    public string Path { get; }

    public void Mount()
    {
        Command.Output("mount", "-o", "loop", "-t", FileSystem, _image, Path);
        _mounted = true;
    }

    public string NewDirectory() =>
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "d" + (++_number).ToString("0000", CultureInfo.InvariantCulture))).FullName;

    /// <summary>Cuts it off from its disk; see <see cref="Native.CutOff"/>.</summary>
    public void CutOff(uint mode) => Native.CutOff(Path, mode);

    /// <summary>Mounts it anew, as after a restart: what was only in memory is gone.</summary>
    public void Restart()
    {
        Unmount();
        Mount();
    }

    public void RemountReadOnly() => Command.Output("mount", "-o", "remount,ro", Path);

    public void RemountWritable() => Command.Output("mount", "-o", "remount,rw", Path);

    public void Dispose()
    {
        if (_mounted)
            Unmount();
    }

    private void Unmount()
    {
        Command.Output("umount", Path);
        _mounted = false;
    }
}
