using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Reliability.Faults;

/// <summary>A file on which another program has a lease, as file servers have for their clients.</summary>
internal sealed class Leases : IAttack
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HeldFor = TimeSpan.FromMilliseconds(200);

    public string Title => "Leases";

    public string About => """
        Another program has a lease on the token file (F_SETLEASE), as Samba and NFS servers have for their clients, and lets
        go of it 200 ms after it was asked to. A reader must wait and get the token, where a plain open with O_NONBLOCK, the
        control, fails. A writer must replace the file without waiting, and a reader get the new token while the lease on
        the old file is still held.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Linux(), Capability.Program("dd"));

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        var table = new Table("what happens", "reported", "violations");
        Read(scratch, shell, report, table);
        Replace(scratch, shell, report, table);
        report.Print(table);
    }

    private static void Read(Scratch scratch, Shell shell, Report report, Table table)
    {
        const string name = "a leased file is read";
        Trial trial = Trial.Prepare(Scenario.Read, scratch.NewDirectory());
        int code = 0;
        Answer answer = new("not run", string.Empty, string.Empty);
        bool asked = WhileLeased(trial.TokenPath, () => code = Command.Run("dd", "if=" + trial.TokenPath, "of=/dev/null", "iflag=nonblock").Code);
        asked &= WhileLeased(trial.TokenPath, () => answer = shell.Run(trial.Command));
        string? objection = !asked ? "the holder was not asked to let go"
            : code == 0 ? "control: a plain open with O_NONBLOCK succeeds"
            : answer.Output == trial.Old ? null : $"reported {answer.Reported} {answer.Message}";
        table.Add(name, answer.Reported, report.Violations(name, objection));
    }

    private static void Replace(Scratch scratch, Shell shell, Report report, Table table)
    {
        const string name = "a leased file is replaced, and the new one read";
        Trial trial = Trial.Prepare(Scenario.Overwrite, scratch.NewDirectory());
        using SafeFileHandle lease = Native.TakeLease(trial.TokenPath);
        trial = trial with { Answer = shell.Run(trial.Command) };
        string read = shell.Run(Scenario.Read.CommandFor(trial.Directory, string.Empty)).Output;
        string? objection = !trial.Answer.Succeeded ? $"reported {trial.Answer.Reported} {trial.Answer.Message}"
            : trial.State != TokenFile.New ? trial.Explained
            : read != trial.New ? "the reader does not give the new token"
            : Native.IsLeaseWanted(lease) ? "the holder was asked to let go" : null;
        table.Add(name, trial.Answer.Reported, report.Violations(name, objection));
    }

    private static bool WhileLeased(string path, Action act)
    {
        using SafeFileHandle lease = Native.TakeLease(path);
        Task<bool> holder = Task.Run(() =>
        {
            if (!SpinWait.SpinUntil(() => Native.IsLeaseWanted(lease), Patience))
                return false;

            // Not to be right: a client has something to write first.
            Thread.Sleep(HeldFor);
            Native.ReleaseLease(lease);
            return true;
        });
        act();
        return holder.Result;
    }
}
