namespace WaiaaS.Reliability.Security;

/// <summary>One race, and what came of it.</summary>
internal sealed class Race
{
    private readonly Dictionary<string, int> _figures = [];

    public int Swaps { get; private set; }

    /// <summary>What came to lie where it must not; null when nothing did.</summary>
    public string? Astray { get; private set; }

    public IReadOnlyDictionary<string, int> Errors =>
        _figures.Where(figure => figure.Key.Contains(':', StringComparison.Ordinal)).ToDictionary(figure => figure.Key, figure => figure.Value);

    public string ErrorsInWords => Errors.Count == 0 ? "0" : string.Join(", ", Errors.Select(error => $"{error.Key} {error.Value}"));

    /// <summary>A figure of the victim's.</summary>
    public int this[string what] => _figures.GetValueOrDefault(what);

    public static Race Run(Scratch scratch, Victims victims, int user, Decoy decoy, string how, int rounds)
    {
        string directory = scratch.NewDirectory();
        using var mount = new Mount(directory, "-t", "tmpfs", "-o", "size=64m", "tmpfs");
        var arena = new Arena(directory, user);
        string data = decoy is Decoy.LinkToDirectory or Decoy.FifoAsDirectory ? arena["links", "data"] : arena["data"];

        var race = new Race();
        using Process swapper = Start(decoy, arena);
        try
        {
            race.Compete(victims[user], $"& '{victims.Script}' -Data '{data}' -Key '{SignedToken.Key}' -Rounds {rounds.ToString(CultureInfo.InvariantCulture)} -How {how}",
                user == 0 && decoy == Decoy.LinkToDirectory ? arena.WrongOwner : null);
            int spilled = race.End(swapper);
            race.Astray ??= spilled > 0 ? $"the attacker was given something {spilled.ToString(CultureInfo.InvariantCulture)} times" : arena.Objection();
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
        foreach (string figure in answer.Output.Split(';'))
            _figures[figure.Split(' ')[0]] = int.Parse(figure.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static Process Start(Decoy decoy, Arena arena)
    {
        Process swapper = Command.Start(Repository.Self(Swapper.Word, decoy.ToString(), arena.Path, SignedToken.NewOfSomebodyElse()));
        return swapper.StandardOutput.ReadLine() == "ready" ? swapper : throw new InvalidOperationException("The attacker did not begin.");
    }

    private int End(Process swapper)
    {
        swapper.StandardInput.Close();
        Dictionary<string, int> said = swapper.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).ToDictionary(words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture));
        swapper.WaitForExit();
        Swaps = said["swaps"];
        return said["spilled"];
    }
}
