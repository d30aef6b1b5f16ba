using System;
using System.Collections.Generic;
using System.Linq;

namespace WaiaaS.Files;

/// <summary>
/// Temporary files left behind by interrupted writes, each with a valid token in it. Removed once per process and
/// directory, so that the cost of a write does not grow with the number of wallets.
/// </summary>
internal static class Leftovers
{
    // A live writer needs its file for milliseconds, and holds its lock. The hour is for WAIaaS' own writers, who lock nothing.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    // Without reliable locks only the age counts; a suspended writer must be covered too.
    private static readonly TimeSpan AgeWithoutLocks = TimeSpan.FromDays(1);

    private static readonly HashSet<string> Done = new(StringComparer.Ordinal);

    /// <summary>Removes old ones, unless this process did so in this directory before. Never fails: the token is what matters.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="now">The time by the clock of its file system, which may be another machine's.</param>
    /// <param name="logger">Hears what is removed.</param>
    public static void RemoveOncePerProcess(ITokenDirectory directory, DateTimeOffset now, ITokenLogger logger)
    {
        lock (Done)
        {
            if (!Done.Add(directory.Path))
                return;
        }

        foreach (string name in NamesIn(directory, logger))
        {
            if (TemporaryName.IsLeftover(directory.Path, name))
                RemoveOld(directory, name, now, logger);
        }
    }

    /// <summary>Removes one, whatever its age, unless a writer may have it. Never fails.</summary>
    public static void Remove(ITokenDirectory directory, string name, ITokenLogger logger) =>
        Remove(directory, name, file => IsRemovable(directory, file), logger);

    /// <summary>Whether <see cref="Remove(ITokenDirectory, string, ITokenLogger)"/> would remove it.</summary>
    public static bool IsRemovable(ITokenDirectory directory, string name)
    {
        try
        {
            using IAbandonedFile? file = directory.TryClaim(name);
            return file is not null && IsRemovable(directory, file);
        }
        catch (FileSystemException)
        {
            return false;
        }
    }

    /// <summary>All names in a directory; none where it cannot be listed.</summary>
    public static IEnumerable<string> NamesIn(ITokenDirectory directory, ITokenLogger logger)
    {
        try
        {
            return directory.Names();
        }
        catch (FileSystemException reason)
        {
            logger.Verbose(Messages.LeftoversNotListed(reason.Message));
            return [];
        }
    }

    private static void RemoveOld(ITokenDirectory directory, string name, DateTimeOffset now, ITokenLogger logger) =>
        Remove(directory, name, file => now - file.LastWrite > (file.IsCertain ? Age : AgeWithoutLocks), logger);

    // The last change here is not later than now, and after a removal it is now.
    private static bool IsRemovable(ITokenDirectory directory, IAbandonedFile file) =>
        file.IsCertain || directory.LastChange() - file.LastWrite > AgeWithoutLocks;

    private static void Remove(ITokenDirectory directory, string name, Func<IAbandonedFile, bool> isMeant, ITokenLogger logger)
    {
        try
        {
            using IAbandonedFile? file = directory.TryClaim(name);
            if (file is null || !isMeant(file))
                return;
            file.Delete();
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
}

/// <summary>
/// What interrupted writes of one token left behind. A directory is listed once for all tokens that are removed from it together.
/// </summary>
internal sealed class LeftoversByToken(ITokenLogger logger)
{
    private readonly Dictionary<string, ILookup<string, string>> _byDirectory = [];

    /// <summary>The names of its temporary files, of living writers too.</summary>
    public IEnumerable<string> NamesOf(ITokenDirectory directory, string fileName)
    {
        if (!_byDirectory.TryGetValue(directory.Path, out ILookup<string, string> byToken))
        {
            byToken = Leftovers.NamesIn(directory, logger)
                .Select(name => (Name: name, Token: TemporaryName.TryParse(name, out string token) ? token : null))
                .Where(entry => entry.Token is not null)
                .ToLookup(entry => entry.Token!, entry => entry.Name);
            _byDirectory[directory.Path] = byToken;
        }

        return byToken[fileName];
    }
}
