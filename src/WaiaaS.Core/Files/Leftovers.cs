using System;
using System.Collections.Generic;

namespace WaiaaS.Files;

/// <summary>
/// Temporary files that killed writers left behind, each with a valid token in it. Removed once per process and
/// directory, so that the cost of a write does not grow with the number of wallets.
/// </summary>
internal static class Leftovers
{
    // A live writer needs its file for milliseconds; an hour leaves room for clocks that disagree.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private static readonly HashSet<string> Done = new(StringComparer.Ordinal);

    /// <summary>Removes old ones, unless this process did so in this directory before. Never fails: the token is what matters.</summary>
    public static void RemoveOncePerProcess(ITokenDirectory directory, ITokenLogger logger)
    {
        lock (Done)
        {
            if (!Done.Add(directory.Path))
                return;
        }

        try
        {
            foreach (string name in directory.Names())
            {
                if (TemporaryName.TryParse(name, out _, out _) && IsOld(directory.TryGetOwnedFileTime(name)))
                    Remove(directory, name, logger);
            }
        }
        catch (FileSystemException reason)
        {
            logger.Verbose(Messages.LeftoversNotListed(reason.Message));
        }
    }

    /// <summary>Removes one, whatever its age. Never fails.</summary>
    public static void Remove(ITokenDirectory directory, string name, ITokenLogger logger)
    {
        try
        {
            directory.Delete(name);
            logger.Verbose(Messages.LeftoverRemoved(name));
        }
        catch (FileSystemException reason) when (reason.Error == FileSystemError.NotFound)
        {
            // Another process of the module removed it first.
        }
        catch (FileSystemException reason)
        {
            logger.Verbose(Messages.LeftoverNotRemoved(name, reason.Message));
        }
    }

    private static bool IsOld(DateTimeOffset? lastWrite) => lastWrite is not null && DateTimeOffset.UtcNow - lastWrite > Age;
}

/// <summary>
/// What killed writers of one token left behind, of any age, unless the writer is still running. A directory is listed
/// once for all tokens that are removed from it together.
/// </summary>
internal sealed class LeftoversByToken(ITokenFileSystem fileSystem, ITokenLogger logger)
{
    private readonly Dictionary<string, Dictionary<string, List<string>>> _byDirectory = [];

    /// <summary>The names of what may be removed. Never fails: the token is what matters.</summary>
    public List<string> NamesOf(ITokenDirectory directory, string fileName)
    {
        if (!_byDirectory.TryGetValue(directory.Path, out Dictionary<string, List<string>> byToken))
            _byDirectory[directory.Path] = byToken = List(directory);
        return byToken.TryGetValue(fileName, out List<string> names) ? names : [];
    }

    private Dictionary<string, List<string>> List(ITokenDirectory directory)
    {
        var byToken = new Dictionary<string, List<string>>();
        try
        {
            foreach (string name in directory.Names())
            {
                if (!TemporaryName.TryParse(name, out string token, out int processId)
                    || directory.TryGetOwnedFileTime(name) is null || fileSystem.IsOwnProcess(processId))
                {
                    continue;
                }

                if (!byToken.TryGetValue(token, out List<string> names))
                    byToken[token] = names = [];
                names.Add(name);
            }
        }
        catch (FileSystemException reason)
        {
            logger.Verbose(Messages.LeftoversNotListed(reason.Message));
        }

        return byToken;
    }
}
