using System;
using System.Collections.Generic;
using WaiaaS.Files;

namespace WaiaaS.Daemon;

/// <summary>
/// Keeps what a write says until it is done. A listener may throw, to end what goes on: on Ctrl+C, or where the user lets
/// warnings stop. A token that the daemon issued a moment ago would be lost with it.
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
