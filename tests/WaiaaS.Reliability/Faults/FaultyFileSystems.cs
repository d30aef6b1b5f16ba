namespace WaiaaS.Reliability.Faults;

/// <summary>File systems that lack something, or fail at something every time, or at two things.</summary>
internal sealed class FaultyFileSystems : IAttack
{
    private const string Success = "";
    private const string Unknown = "TokenDurabilityUnknown";

    // Of a container's volume: no user here has these.
    private const string Owner = "61001:61001";

    /// <summary>What a file system may be unable to do, and the user then sees.</summary>
    private static readonly Lack[] Lacks =
    [
        .. Each("chmod", ["EPERM", "ENOTSUP", "ENOSYS"], Success, "mode=777"),
        .. Each("chown", ["EPERM", "ENOTSUP", "ENOSYS"], Success),
        .. Each("fsyncdir", ["EINVAL", "ENOTSUP", "ENOSYS", "EBADF", "EISDIR"], Success),
        .. Each("fsyncdir", ["EIO", "ENOSPC", "EDQUOT"], Unknown),

        // A file server did it, and its answer was lost; the repeated request finds no source.
        .. Each("rename-done", ["EIO", "ESTALE", "ENOENT"], Success),
        new(["nolock"], Success),
    ];

    /// <summary>Each persists, and comes alone and with each of the others.</summary>
    private static readonly string[] Persistent =
        ["chmod=EPERM", "create=EIO", "write=ENOSPC", "fsync=EIO", "flush=EIO", "rename=EIO", "unlink=EIO", "fsyncdir=EIO", "mkdir=EIO"];

    /// <summary>What a program without care meets: it must fail, or the fault was none.</summary>
    private static readonly Dictionary<string, string> Controls = new()
    {
        ["chmod"] = "chmod 600 f",
        ["chown"] = "chown 1 f",
        ["create"] = "touch g",
        ["write"] = "echo x >>f",
        ["fsync"] = "sync f",
        ["flush"] = "dd if=/dev/zero of=f count=1",
        ["rename"] = "mv f g",
        ["rename-done"] = "mv f g",
        ["nolock"] = "flock -n f true",
        ["unlink"] = "rm f",
        ["mkdir"] = "mkdir d",
    };

    public string Title => "Faulty file systems";

    public string About => """
        A FUSE file system with switches: it refuses chmod and chown, answers a flush of a directory as virtiofs, VirtualBox
        or a broken disk does, or fails at one or two kinds of calls every time, not once. What a file system cannot do must
        not stop a write; of all else the report must be true: the new token is in place where success or
        TokenDurabilityUnknown was reported, the old one or none elsewhere; no temporary file stays, and one that cannot be
        removed is named. Before each write, a program without care meets the fault and fails.
        """;

    public string? Missing() => SwitchFileSystem.Missing();

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        var table = new Table("file system", "cmdlet", "reported", "token afterwards", "violations");
        foreach (Scenario scenario in new[] { Scenario.Overwrite, Scenario.FirstWrite })
        {
            foreach (Lack lack in Lacks)
                Try(scratch, shell, scenario, lack, report, table);
            foreach (string[] switches in Pairs())
                Try(scratch, shell, scenario, new Lack(switches, null), report, table);
        }

        report.Print(table);
    }

    private static IEnumerable<Lack> Each(string call, string[] errors, string reported, params string[] more) =>
        errors.Select(error => new Lack([call + "=" + error, .. more], reported));

    private static IEnumerable<string[]> Pairs()
    {
        for (int one = 0; one < Persistent.Length; one++)
        {
            yield return [Persistent[one]];
            for (int other = one + 1; other < Persistent.Length; other++)
                yield return [Persistent[one], Persistent[other]];
        }
    }

    private static void Try(Scratch scratch, Shell shell, Scenario scenario, Lack lack, Report report, Table table)
    {
        string name = string.Join(", ", lack.Switches);
        Trial real = Trial.Prepare(scenario, scratch.NewDirectory());
        if (lack.HasWord("chown"))
            Command.Output("chown", "-R", Owner, real.Directory);
        using var fileSystem = new SwitchFileSystem(real.Directory, scratch.NewDirectory(), lack.Switches);
        Trial trial = real with { Directory = fileSystem.MountPoint };
        string? control = MeetFault(real.Directory, fileSystem.MountPoint, lack.Switches);
        real = real with { Answer = shell.Run(scenario.CommandFor(trial.Directory, real.New) + " 3>&1") };
        string? objection = control ?? lack.Objection(real) ?? ReadingObjection(shell, trial, real);
        table.Add(name, scenario.Name, real.Answer.Reported, real.State, report.Violations($"{name}, {scenario.Name}", objection));
    }

    private static string? MeetFault(string real, string mounted, string[] switches)
    {
        foreach (string call in switches.Select(word => word.Split('=')[0]).Where(Controls.ContainsKey))
        {
            string file = Path.Combine(real, "f");
            File.WriteAllText(file, string.Empty);
            int code = Command.RunIn(mounted, "sh", "-c", Controls[call]).Code;
            foreach (string made in new[] { "f", "g" })
                File.Delete(Path.Combine(real, made));
            if (code == 0)
                return $"control: '{Controls[call]}' succeeds";
        }

        return switches.Any(word => word.StartsWith("fsyncdir", StringComparison.Ordinal)) && !switches.Contains("fsyncdir=ENOSYS") && Native.CanFlush(mounted)
            ? "control: the directory can be flushed"
            : null;
    }

    private static string? ReadingObjection(Shell shell, Trial trial, Trial real) =>
        real.Content is null || shell.Run($"Get-WaiaasToken -AsPlainText -LiteralPath '{trial.TokenPath}'").Output == real.Content
            ? null
            : "the reader does not give the token";

    /// <param name="Switches">Of the file system.</param>
    /// <param name="Reported">What must be reported; null where any error may be that is true.</param>
    private sealed record Lack(string[] Switches, string? Reported)
    {
        public bool HasWord(string call) => Switches.Any(word => word.StartsWith(call + "=", StringComparison.Ordinal));

        public string? Objection(Trial trial)
        {
            Answer answer = trial.Answer;
            string right = answer.ErrorId is Success or Unknown ? TokenFile.New : trial.Scenario.Before;
            if (Reported is not null && answer.ErrorId != Reported)
                return $"reported '{answer.ErrorId}' instead of '{Reported}': {answer.Message}";
            if (trial.State != right)
                return $"reported {answer.Reported}, and {trial.Explained}, not {right}";
            if (Reported is not null && (HasWord("mode") || HasWord("chown")) && answer.Output.Length == 0)
                return "no warning says what the file system cannot do";
            string[] left = TokenFile.TemporariesIn(trial.Directory);
            return left.Length == 0 ? null
                : !HasWord("unlink") ? "a temporary file was left"
                : left.All(path => answer.Message.Contains(Path.GetFileName(path), StringComparison.Ordinal)) ? null
                : "a temporary file was left and is not named: " + answer.Message;
        }
    }
}
