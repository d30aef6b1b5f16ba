namespace WaiaaS.Reliability.Faults;

/// <summary>A disk that is full, and a file system that becomes read-only, before a write and in the middle of one.</summary>
internal sealed class FullAndReadOnly : IAttack
{
    public string Title => "Disk full and read-only";

    public string About => """
        A write on a file system that is full, over its quota or read-only, or in a directory that becomes immutable before the
        rename. The old token must stay, nothing else, and a write must work as soon as there is room again. A temporary
        file that cannot be removed any more must be named in the error.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace(), Capability.Volume(Volume.Ext4));

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        Table table = Situation.NewTable();
        var situation = new Situation(shell, report, table);
        using var tmpfs = new Mount(scratch.NewDirectory(), "-t", "tmpfs", "-o", "size=64k", "tmpfs");
        Full("tmpfs of 64 KB", tmpfs.Path, situation);
        using var volume = new Volume(scratch, Volume.Ext4, "1M", "-m", "0");
        Full("ext4 of 1 MB", volume.Path, situation);
        ReadOnly(volume, situation);
        ImmutableInBetween(shell, volume, situation, report);
        FullQuota(scratch, situation, report);
        report.Print(table);
    }

    // Btrfs counts by itself; ext4 and XFS need a kernel that was built with quotas.
    private static void FullQuota(Scratch scratch, Situation situation, Report report)
    {
        const string name = "Btrfs with a quota of 1 MB";
        if (Capability.FirstMissing(Capability.Program("btrfs"), Capability.Volume(Volume.Btrfs)) is { } reason)
        {
            report.Skip(name, reason);
            return;
        }

        using var volume = new Volume(scratch, Volume.Btrfs);
        Command.Output("btrfs", "quota", "enable", volume.Path);
        Command.Output("btrfs", "qgroup", "limit", "1M", volume.Path);
        Full(name, volume.Path, situation);
    }

    private static void Full(string name, string directory, Situation situation)
    {
        Trial trial = Trial.Prepare(Scenario.Overwrite, directory);
        string filling = Path.Combine(directory, "filling");

        // More than once: ext4 knows only when it has written how much room there is.
        for (int i = 0; i < 3; i++)
            Command.Run("sh", "-c", $"dd if=/dev/zero bs=512 oflag=append conv=notrunc 'of={filling}'; sync -f '{filling}'");
        situation.Write(name + ", full", trial, "TokenWriteFailed");
        File.Delete(filling);
        situation.Write(name + ", after room was made", trial);
    }

    private static void ReadOnly(Volume volume, Situation situation)
    {
        Trial trial = Trial.Prepare(Scenario.Overwrite, volume.NewDirectory());
        volume.Remount("ro");
        situation.Write("remounted read-only", trial, "TokenAccessDenied");
        volume.Remount("rw");
        situation.Write("writable again", trial);
    }

    // The temporary file is flushed and the rename is next: what cannot be removed any more must be named. A file system with a
    // file that is open for writing cannot be remounted read-only, so the directory is made immutable.
    private static void ImmutableInBetween(Shell shell, Volume volume, Situation situation, Report report)
    {
        const string name = "directory made immutable in the middle of a write";
        string directory = string.Empty;
        var rig = new Rig(shell, () => directory = volume.NewDirectory());
        IReadOnlyList<SystemCall> plan = rig.Record(Scenario.Overwrite);
        int flushing = plan.TakeWhile(call => call.Name != "fsync" || !call.IsOfTemporary).Count();
        Trial trial = rig.At(
            Scenario.Overwrite, plan, flushing, "signal=STOP", () => Command.Output("chattr", "-R", "+i", directory), () => Command.Output("chattr", "-R", "-i", directory));
        bool named = TokenFile.TemporariesIn(trial.Directory).All(path => trial.Answer.Message.Contains(path, StringComparison.Ordinal));
        report.Check(!trial.Hit ? name + ": the writer could not be stopped there" : named ? null : name + ": a file was left that the error does not name");
        situation.Judge(name, trial, "TokenAccessDenied", leftovers: 1);
    }
}
