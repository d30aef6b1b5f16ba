namespace WaiaaS.Reliability.Fuzzing;

/// <summary>An entry point of the core that takes what others have written.</summary>
/// <param name="Seeds">Inputs to begin with.</param>
/// <param name="Pieces">Pieces that mean something to it.</param>
/// <param name="MaximumLength">The largest input.</param>
/// <param name="Answer">What it answers to an input. Exceptions that the specification does not name come out.</param>
/// <param name="Expected">What the reference answers; null where it has no opinion.</param>
internal sealed record Target(
    string Name, byte[][] Seeds, byte[][] Pieces, int MaximumLength, Func<byte[], string> Answer, Func<byte[], string?> Expected);
