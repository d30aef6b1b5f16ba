using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>A disk that is full, and a file system that becomes read-only, before a write and in the middle of one.</summary>
internal sealed class FullAndReadOnly : IAttack
{
    // The process' own background threads make a call of the same number once in a while.
    private const int Tries = 10;

    private static readonly Overwrite Scenario = new();

    public string Title => "Disk full and read-only";

    public string About => """
        A write on a file system that is full, over its quota or read-only, or becomes read-only between the write and the
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
        FullTmpfs(scratch, situation);
        using var volume = new Volume(scratch, Volume.Ext4, "1M", "-m", "0");
        Full("ext4 of 1 MB", volume.Path, situation);
        ReadOnly(volume, situation);
        ReadOnlyInBetween(shell, volume, situation);
        FullQuota(scratch, situation, report);
        report.Print(table);
    }

    private static void FullTmpfs(Scratch scratch, Situation situation)
    {
        string path = scratch.NewDirectory();
        using var mount = new Mount(path, "-t", "tmpfs", "-o", "size=64k", "tmpfs");
        Full("tmpfs of 64 KB", path, situation);
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

        using var volume = new Volume(scratch, Volume.Btrfs, Volume.SmallSizeOf(Volume.Btrfs));
        Command.Output("btrfs", "quota", "enable", volume.Path);
        Command.Output("btrfs", "qgroup", "limit", "1M", volume.Path);
        Full(name, volume.Path, situation);
    }

    private static void Full(string name, string directory, Situation situation)
    {
        string old = SignedToken.New();
        Scenario.Prepare(directory, old);
        string filling = Path.Combine(directory, "filling");

        // More than once: ext4 knows only when it has written how much room there is.
        for (int i = 0; i < 3; i++)
            Command.Run("sh", "-c", $"dd if=/dev/zero bs=512 oflag=append conv=notrunc 'of={filling}'; sync -f '{filling}'");
        situation.Write(name + ", full", directory, old, "TokenWriteFailed");
        File.Delete(filling);
        situation.Write(name + ", after room was made", directory, old);
    }

    private static void ReadOnly(Volume volume, Situation situation)
    {
        string directory = Directory.CreateDirectory(Path.Combine(volume.Path, "a")).FullName;
        string old = SignedToken.New();
        Scenario.Prepare(directory, old);
        volume.RemountReadOnly();
        situation.Write("remounted read-only", directory, old, "TokenAccessDenied");
        volume.RemountWritable();
        situation.Write("writable again", directory, old);
    }

    // The temporary file is closed and the rename is next: what cannot be removed any more must be named.
    private static void ReadOnlyInBetween(Shell shell, Volume volume, Situation situation)
    {
        const string name = "remounted read-only in the middle of a write";
        int number = 0;
        string NewDirectory() => Directory.CreateDirectory(Path.Combine(volume.Path, FormattableString.Invariant($"b{++number}"))).FullName;
        for (int attempt = 1; ; attempt++)
        {
            IReadOnlyList<SystemCall> plan = CallTrace.Record(shell, Scenario, NewDirectory);
            string directory = NewDirectory();
            string old = SignedToken.New();
            string @new = SignedToken.New();
            Scenario.Prepare(directory, old);
            (Answer answer, bool stopped) = WriteInto(shell, volume, directory, @new, plan);
            if (!stopped && attempt < Tries)
            {
                volume.RemountWritable();
                continue;
            }

            bool named = TokenFile.TemporariesIn(directory).All(path => answer.Message.Contains(path, StringComparison.Ordinal));
            situation.Judge(name, directory, old, @new, named ? answer : new Answer("a file that the error does not name", answer.Message, string.Empty), "TokenAccessDenied", leftovers: 1);
            volume.RemountWritable();
            return;
        }
    }

    private static (Answer Answer, bool Stopped) WriteInto(
        Shell shell, Volume volume, string directory, string token, IReadOnlyList<SystemCall> plan)
    {
        int closing = plan.TakeWhile(call => call.Name != "close" || !call.IsOfTemporary).Count();
        int nth = plan[closing].Nth;
        using Tracer tracer = Tracer.Attach(shell.Id, FormattableString.Invariant($"close:signal=STOP:when={nth}"));
        Task<Answer?> writing = shell.Begin(Scenario.CommandFor(directory, token));
        bool stopped = Stop.Await(shell, tracer, writing);
        if (stopped)
            volume.RemountReadOnly();
        Answer answer = Stop.Continue(shell, writing);
        return (answer, stopped && CallTrace.IsStoppedAt(tracer.Detach(), directory, plan, closing, nth));
    }
}
