namespace WaiaaS.Reliability.Security;

/// <summary>Another user exchanges the token file, or its directory, with something else, as fast as that goes.</summary>
internal sealed class Races(int rounds) : IAttack
{
    private const int Root = 0;

    // Plain calls take so little time that the attacker may not get a turn; then once more.
    private const int ControlRounds = 1000;
    private const int ControlTries = 20;
    private const string Reading = "Read";

    // The errors that each may cause. Of a directory: it may be another one, or hold no token yet, when it is looked at again.
    private static readonly Dictionary<Decoy, (string InWords, string[] Allowed)> Decoys = new()
    {
        [Decoy.SymbolicLink] = ("a link to another file of the victim's", ["write:TokenPathIsSymbolicLink", "read:TokenPathIsSymbolicLink"]),
        [Decoy.Directory] = ("a directory", ["write:TokenNotRegularFile", "read:TokenNotRegularFile"]),
        [Decoy.Fifo] = ("a FIFO", ["write:TokenNotRegularFile", "read:TokenNotRegularFile"]),
        [Decoy.AttackersFile] = ("a file of the attacker's", ["read:TokenOwnerMismatch"]),
        [Decoy.HardLink] = ("a hard link to a third user's file", ["read:TokenOwnerMismatch"]),
        [Decoy.LinkToDirectory] = ("the directory: a link to another one", ["read:TokenNotFound", "read:TokenOwnerMismatch"]),
        [Decoy.FifoAsDirectory] =
            ("the directory: a FIFO", ["write:TokenWriteFailed", "read:TokenReadFailed", "read:TokenNotFound", "read:TokenOwnerMismatch"]),
    };

    public string Title => "Races";

    public string About => """
        An attacker, who is another user and may exchange names in the data directory, exchanges the token file with
        something else, there and back, as fast as that goes: with a link to another file of the victim's, a directory, a
        FIFO whose other end is the attacker's, a file of the attacker's own, a hard link to a third user's file. Meanwhile
        the module writes and reads, as root and as an ordinary user. No byte of a token may come into any of these, none
        of their tokens may be read as the token, no file may appear elsewhere or be left, and every error must be the one
        specified for what was met. Then the data directory itself is exchanged, as a link to one of two directories of
        different users: every token must lie in one of them whole, with that directory's owner where root writes. The
        controls do the same with plain file calls of .NET in place of the module. It does not show what happens where the
        attacker can also change what lies in the directories that the data directory leads to: whoever can do so has won
        before.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Program("setpriv"), Users.Missing());

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var users = new Users(scratch);
        var table = new Table("victim", "exchanged with", "exchanges", "writes", "reads", "errors", "foreign tokens read", "bytes or files astray");
        foreach (int user in new[] { Root, Users.Victim })
        {
            foreach (Decoy decoy in Decoys.Keys)
                Attack(scratch, users, user, decoy, report, table);
        }

        report.Print(table);
        Control(scratch, users, report);
    }

    private void Attack(Scratch scratch, Users users, int user, Decoy decoy, Report report, Table table)
    {
        Race race = Race.Run(scratch, users, user, decoy, "Module", rounds);
        string who = $"{NameOf(user)}, {Decoys[decoy].InWords}";
        string[] strange = [.. race.Failures.Keys.Where(error => !Decoys[decoy].Allowed.Contains(error))];
        report.Check(race.Swaps > 0 && race["writes"] + race.Failures.Values.Sum() > 0 ? null : $"{who}: there was no race");
        report.Check(strange.Length == 0 ? null : $"{who}: {string.Join(", ", strange)}");
        report.Check(race["foreign"] == 0 ? null : $"{who}: {race["foreign"]} foreign tokens were read");
        report.Check(race.Astray is null ? null : $"{who}: {race.Astray}");
        table.Add(
            NameOf(user), Decoys[decoy].InWords, race.Swaps, race["writes"], race["reads"], race.FailuresInWords, race["foreign"], race.Astray ?? "none");
    }

    private static void Control(Scratch scratch, Users users, Report report)
    {
        var table = new Table("control: plain file calls", "exchanged with", "exchanges", "writes", "reads", "foreign tokens read", "bytes or files astray");
        foreach ((Decoy decoy, string how, string name) in new[]
        {
            (Decoy.SymbolicLink, "WriteInPlace", "write in place"), (Decoy.Fifo, "WriteInPlace", "write in place"),
            (Decoy.AttackersFile, "WriteInPlace", "write in place"), (Decoy.HardLink, "WriteInPlace", "write in place"),
            (Decoy.LinkToDirectory, "Rename", "write beside, rename"),
            (Decoy.SymbolicLink, Reading, "read"), (Decoy.AttackersFile, Reading, "read"), (Decoy.HardLink, Reading, "read"),
        })
        {
            Race race;
            bool caught;
            int tries = 0;
            do
            {
                race = Race.Run(scratch, users, Users.Victim, decoy, how, ControlRounds);
                caught = how == Reading ? race["foreign"] > 0 : race.Astray is not null;
            }
            while (!caught && ++tries < ControlTries);

            report.Check(caught ? null : $"{name}, {Decoys[decoy].InWords}: was not caught, so this race proves nothing");
            table.Add(name, Decoys[decoy].InWords, race.Swaps, race["writes"], race["reads"] + race["foreign"], race["foreign"], race.Astray ?? "none");
        }

        report.Print(table);
    }

    private static string NameOf(int user) => user == Root ? "root" : "ordinary user";
}

/// <summary>One race, and what came of it.</summary>
internal sealed class Race : Figures
{
    public int Swaps => this["swaps"];

    public string? Astray { get; private set; }

    public static Race Run(Scratch scratch, Users users, int user, Decoy decoy, string how, int rounds)
    {
        string directory = scratch.NewDirectory();
        using var mount = new Mount(directory, "-t", "tmpfs", "-o", "size=64m", "tmpfs");
        var arena = new Arena(directory, user);
        string data = decoy is Decoy.LinkToDirectory or Decoy.FifoAsDirectory ? arena["links", "data"] : arena["data"];
        var race = new Race();
        using Process swapper = users.StartAttacker(Swapper.Word, decoy.ToString(), arena.Path, SignedToken.NewOfAnotherKey());
        try
        {
            if (swapper.StandardOutput.ReadLine() != "ready")
                throw new InvalidOperationException("The attacker did not begin.");
            race.Compete(
                users[user], FormattableString.Invariant($"& '{users.Script}' -Data '{data}' -Rounds {rounds} -How {how}"),
                user == 0 && decoy == Decoy.LinkToDirectory ? arena.WrongOwner : null);
            swapper.StandardInput.Close();
            foreach (string line in swapper.StandardOutput.ReadToEnd().Split('\n'))
                race.Add(line);
            race.Astray ??= race["spilled"] > 0 ? $"the attacker was given something {race["spilled"]} times" : arena.Objection();
            return race;
        }
        finally
        {
            // It holds the file system busy.
            swapper.Kill();
            swapper.WaitForExit();
        }
    }

    private void Compete(Shell victim, string command, Func<string?>? watch)
    {
        Task<Answer?> running = victim.Begin(command);
        while (watch is not null && !running.IsCompleted)
            Astray ??= watch();
        Answer answer = running.Result ?? throw new InvalidOperationException("The victim ended.");
        if (!answer.Succeeded)
            throw new InvalidOperationException(answer.Message);
        foreach (string line in answer.Output.Split('\n'))
            Add(line);
    }
}
