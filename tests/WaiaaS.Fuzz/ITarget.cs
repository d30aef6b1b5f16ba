using System;

namespace WaiaaS.Fuzz;

/// <summary>An entry point of the core that takes what others have written.</summary>
internal interface ITarget : IDisposable
{
    /// <summary>In the words of the report.</summary>
    string Name { get; }

    /// <summary>Inputs to begin with.</summary>
    byte[][] Seeds { get; }

    /// <summary>Pieces that mean something to it.</summary>
    byte[][] Pieces { get; }

    /// <summary>The largest input.</summary>
    int MaximumLength { get; }

    /// <summary>Gives it an input. Exceptions that the specification does not name come out.</summary>
    /// <returns>What it answers, for <see cref="Expected"/> to be compared with.</returns>
    string Answer(byte[] input);

    /// <summary>What the reference answers; null where it has no opinion.</summary>
    string? Expected(byte[] input);
}
