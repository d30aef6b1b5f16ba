using System;
using System.Collections.Generic;
using WaiaaS.Files;

namespace WaiaaS.Daemon;

/// <summary>
/// Buffers messages until the write is done. A logger may throw (Ctrl+C, <c>-WarningAction Stop</c>), which would lose a
/// token that was just issued.
/// </summary>
internal sealed class DeferredLogger : ITokenLogger
{
    private readonly List<Action<ITokenLogger>> _said = [];

    public void Warning(string message, Remedy remedy, string path) => _said.Add(logger => logger.Warning(message, remedy, path));

    public void Verbose(string message) => _said.Add(logger => logger.Verbose(message));

    /// <summary>Says it now, once.</summary>
    public void Replay(ITokenLogger logger)
    {
        Action<ITokenLogger>[] said = [.. _said];
        _said.Clear();
        foreach (Action<ITokenLogger> say in said)
            say(logger);
    }
}
