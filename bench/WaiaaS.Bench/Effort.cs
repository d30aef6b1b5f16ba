namespace WaiaaS.Bench;

/// <summary>How much is measured. All contenders take turns, round after round, so that whatever else the machine does
/// meets all of them.</summary>
/// <param name="Rounds">Turns of each contender.</param>
/// <param name="Batches">Batches a turn; each gives one sample.</param>
/// <param name="Starts">Cold starts of each kind, <see cref="Bench.Starts.InTurn"/> in a row.</param>
internal sealed record Effort(int Rounds, int Batches, int Starts)
{
    /// <summary>For figures to be kept.</summary>
    public static Effort Full { get; } = new(Rounds: 5, Batches: 8, Starts: 60);

    /// <summary>To see that all of it still runs.</summary>
    public static Effort Quick { get; } = new(Rounds: 1, Batches: 2, Starts: 2);
}
