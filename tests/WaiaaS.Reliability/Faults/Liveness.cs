namespace WaiaaS.Reliability.Faults;

/// <summary>Whose temporary file belongs to a living writer, as another process sees it that has other pids, another user or another clock.</summary>
internal sealed class Liveness : IAttack
{
    private const string Dead = ".w1.1.0123abce.tmp";
    private const int User = 61001;

    // Runs PowerShell as a container does: with pids of its own, where it is number 1; but with the mounts of all.
    private static readonly string[] OwnPids = ["unshare", "--pid", "--fork", "--kill-child"];
    private static readonly string[] AsUser = ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A lock tells who lives; on FUSE, which may be another machine's, only the age does.
    private static readonly TimeSpan Old = TimeSpan.FromHours(2);
    private static readonly TimeSpan AlmostDay = TimeSpan.FromHours(23);
    private static readonly TimeSpan MoreThanDay = TimeSpan.FromHours(25);

    private static readonly Watcher[] Watchers =
    [
        new("a process beside it", [], []),
        new("a container, number 1 of its own pids", [], OwnPids),
        new("root, of a user's writer", AsUser, []),
        new("a user, of root's writer", [], AsUser),
        new("a container, on FUSE", [], OwnPids) { Clock = TimeSpan.Zero },
        new("a container, on FUSE two hours behind", [], OwnPids) { Clock = -Old },
        new("a container, on FUSE two hours ahead", [], OwnPids) { Clock = Old },
    ];

    public string Title => "Living and dead writers";

    public string About => """
        A writer is stopped (SIGSTOP) when it has flushed its temporary file, while another process removes tokens of the same
        directory: the writer's own, and another one with the file two hours old. The file must stay, and the writer must
        succeed when it goes on. What a killed writer left must go, also where its pid is the remover's own; on FUSE, where a
        lock tells nothing of other machines, when it is 25 hours old by the file system's clock, and not at 23. Removers sit
        beside the writer, in another PID namespace, are another user, or see another clock. A writer whose file is removed or
        locked before it has locked it itself takes another name. The control deletes the file as a
        remover without care does: then the writer must fail.
        """;

    public string? Missing() =>
        Capability.FirstMissing(SwitchFileSystem.Missing(), Capability.Strace(), Capability.Program("unshare"), Capability.Program("setpriv"), Security.Users.Missing());

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        File.SetUnixFileMode(scratch.Path, (UnixFileMode)0b111_001_001);
        var programs = new Programs(scratch);
        var table = new Table("remover", "living", "living, two hours old", "dead", "violations");
        foreach (Watcher watcher in Watchers)
        {
            using Shell writer = programs.Start(watcher.Writer);
            using Shell remover = programs.Start(watcher.Remover);
            string? young = Meet(scratch, watcher, writer, TimeSpan.Zero, run => remover.Run($"Remove-WaiaasToken -LiteralPath '{run.Token}'").ErrorId);
            string? old = Meet(scratch, watcher, writer, Old, run => remover.Run($"Remove-WaiaasToken -LiteralPath '{run.Other}'").ErrorId);
            string? dead = watcher.Clock is null
                ? Bury(scratch, watcher, remover, TimeSpan.Zero, stays: false)
                : Bury(scratch, watcher, remover, AlmostDay, stays: true) ?? Bury(scratch, watcher, remover, MoreThanDay, stays: false);
            int violations = report.Violations($"{watcher.Name}, living", young) + report.Violations($"{watcher.Name}, living and old", old)
                + report.Violations($"{watcher.Name}, dead", dead);
            table.Add(watcher.Name, young ?? "kept", old ?? "kept", dead ?? "deleted", violations);
        }

        report.Print(table);
        Claim(scratch, report);
        using Shell careful = programs.Start([]);
        string? control = Meet(scratch, Watchers[0], careful, TimeSpan.Zero, run => Command.Run("sh", "-c", $"rm {run.Directory}/.w1.*.tmp").Error);
        report.Check(control is null ? "control: a writer succeeds whose file is deleted" : null);
    }

    // Between the creation of the file and its lock nothing shows that its writer lives: the writer has to find out.
    private static void Claim(Scratch scratch, Report report)
    {
        using var writer = new Shell();
        using var remover = new Shell();
        string directory = string.Empty;
        FileStream? held = null;
        long written = 0;
        var rig = new Rig(writer, () => directory = scratch.NewDirectory());
        IReadOnlyList<SystemCall> plan = rig.Record(Scenario.Overwrite);
        int creation = plan.TakeWhile(call => call.Name != "openat" || !call.IsOfTemporary).Count();
        var table = new Table("what another process does before the writer has locked its new file", "reported", "violations");
        Try("removes it", () => remover.Run(Scenario.Removal.CommandFor(directory, string.Empty)));
        Try("locks it", () => held = new FileStream(TokenFile.TemporariesIn(directory)[0], FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        report.Print(table);

        void Try(string name, Action act)
        {
            Trial trial = rig.At(Scenario.Overwrite, plan, creation, "signal=STOP", act, LetGo);
            string? objection = !trial.Hit ? "the writer was not stopped there"
                : !trial.Answer.Succeeded ? $"the writer reported {trial.Answer.Reported}: {trial.Answer.Message}"
                : trial.State != TokenFile.New ? trial.Explained
                : TokenFile.TemporariesIn(trial.Directory).Length > 0 ? "a temporary file was left"
                : written > 0 ? "the writer went on with a file that another process had locked" : null;
            table.Add(name, trial.Answer.Reported, report.Violations(name, objection));
        }

        void LetGo()
        {
            written = held?.Length ?? 0;
            held?.Dispose();
            held = null;
        }
    }

    private static string? Meet(Scratch scratch, Watcher watcher, Shell writer, TimeSpan age, Func<Meeting, string> act)
    {
        using var meeting = new Meeting(scratch, watcher);

        // The first flush of the thread is that of the file; the directory's is the second.
        using Tracer? tracer = watcher.Clock is null ? Tracer.Attach(writer.Id, "fsync:signal=STOP:when=1") : null;
        Task<Answer?> writing = writer.Begin($"Set-WaiaasToken '{meeting.New}' -LiteralPath '{meeting.Token}'");
        bool stopped = tracer is null
            ? SpinWait.SpinUntil(() => writer.State == 'T', Patience)
            : tracer.WaitFor(line => line.Contains("--- stopped by SIGSTOP", StringComparison.Ordinal), () => writing.IsCompleted);
        if (!stopped)
            return "the writer did not come to its flush";
        string temporary = meeting.Temporaries[0];
        if (age > TimeSpan.Zero)
            File.SetLastWriteTimeUtc(temporary, DateTime.UtcNow - age);
        string failure = act(meeting);
        bool kept = File.Exists(temporary);
        tracer?.Detach();
        Native.Signal(writer.Id, Native.SigCont);
        Answer answer = Shell.Await(writing, "a stopped writer");
        return failure.Length > 0 ? "the remover failed: " + failure
            : !kept ? $"the file of a living writer was deleted, which reported {answer.Reported}"
            : !answer.Succeeded ? $"the writer reported {answer.Reported}: {answer.Message}"
            : meeting.Content != meeting.New ? "the token is not the writer's"
            : meeting.Temporaries.Length > 0 ? "a temporary file was left" : null;
    }

    private static string? Bury(Scratch scratch, Watcher watcher, Shell remover, TimeSpan age, bool stays)
    {
        using var meeting = new Meeting(scratch, watcher);
        string dead = Path.Combine(meeting.Real, Dead);
        TokenFile.Write(dead, meeting.New);
        File.SetLastWriteTimeUtc(dead, DateTime.UtcNow - age);
        Command.Output("chown", "--reference=" + Path.Combine(meeting.Real, "w1"), dead);
        Answer answer = remover.Run($"Remove-WaiaasToken -LiteralPath '{meeting.Token}'");
        return !answer.Succeeded ? "the remover failed: " + answer.ErrorId
            : File.Exists(dead) == stays ? null
            : stays ? $"a file of {age.TotalHours} hours was deleted" : "a dead writer's file was kept";
    }

    /// <param name="Writer">What starts its PowerShell.</param>
    private sealed record Watcher(string Name, string[] Writer, string[] Remover)
    {
        /// <summary>How far the clock of the file system is off; null for a local one.</summary>
        public TimeSpan? Clock { get; init; }

        public bool HasUser => Writer == AsUser || Remover == AsUser;
    }

    /// <summary>A directory of two tokens, on a FUSE file system where the watcher says so, which stops who flushes a file.</summary>
    private sealed class Meeting : IDisposable
    {
        private readonly SwitchFileSystem? _fileSystem;

        public Meeting(Scratch scratch, Watcher watcher)
        {
            Real = scratch.NewDirectory();
            File.SetUnixFileMode(Real, (UnixFileMode)0b111_000_000);
            foreach (string name in new[] { "w1", "w2" })
                TokenFile.Write(Path.Combine(Real, name), SignedToken.Create());
            if (watcher.HasUser)
                Command.Output("chown", "-R", $"{User}:{User}", Real);
            if (watcher.Clock is { } clock)
                _fileSystem = new SwitchFileSystem(Real, scratch.NewDirectory(), "stop", $"clock={clock.TotalSeconds}");
        }

        public string New { get; } = SignedToken.Create();

        /// <summary>Past the faults.</summary>
        public string Real { get; }

        public string Directory => _fileSystem?.MountPoint ?? Real;

        public string Token => Path.Combine(Directory, "w1");

        public string Other => Path.Combine(Directory, "w2");

        public string? Content => TokenFile.ContentOf(Path.Combine(Real, "w1"));

        public string[] Temporaries => TokenFile.TemporariesIn(Real);

        public void Dispose() => _fileSystem?.Dispose();
    }

    /// <summary>Copies that every user may run.</summary>
    private sealed class Programs
    {
        private readonly string[] _command;
        private readonly string _home;

        public Programs(Scratch scratch)
        {
            string self = Copy(scratch, "attacks", AppContext.BaseDirectory);
            string pwsh = Copy(scratch, "pwsh", Path.GetDirectoryName(Repository.Pwsh)!);
            string module = Copy(scratch, "module", Repository.Module);
            _home = Directory.CreateDirectory(scratch["home"]).FullName;
            Command.Output("chown", $"{User}", _home);
            _command = Repository.PowerShellAt(Path.Combine(pwsh, "pwsh.dll"), Path.Combine(self, "Machine", "shell.ps1"), Path.Combine(module, "WaiaaS.psd1"));
        }

        public Shell Start(string[] @as) => new([.. @as, .. _command], _home);

        private static string Copy(Scratch scratch, string name, string folder)
        {
            Command.Output("cp", "-r", folder, scratch[name]);
            Command.Output("chmod", "-R", "a+rX", scratch[name]);
            return scratch[name];
        }
    }
}
