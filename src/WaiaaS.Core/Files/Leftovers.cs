using System;
using System.Collections.Generic;

namespace WaiaaS.Files;

/// <summary>
/// Temporary files that killed writers left behind, each with a valid token in it. Removed once per process and
/// directory, so that the cost of a write does not grow with the number of wallets.
/// </summary>
internal static class Leftovers
{
    // A living writer needs its file for milliseconds; an hour leaves room for clocks that disagree.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private static readonly HashSet<string> Done = new(StringComparer.Ordinal);

    /// <summary>Removes them, unless this process did so in this directory before. Never fails: the token is what matters.</summary>
    public static void RemoveOncePerProcess(ITokenDirectory directory, ITokenObserver observer)
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
                if (TemporaryName.TryParse(name, out _, out _) && IsOld(directory.LastWriteOfOwnFile(name)))
                    Remove(directory, name, observer);
            }
        }
        catch (FileSystemException failure)
        {
            observer.Verbose(Messages.LeftoversNotListed(failure.Message));
        }
    }

    /// <summary>Removes one of them, whatever its age.</summary>
    public static void Remove(ITokenDirectory directory, string name, ITokenObserver observer)
    {
        try
        {
            directory.Delete(name);
            observer.Verbose(Messages.LeftoverRemoved(name));
        }
        catch (FileSystemException failure) when (failure.Kind == FailureKind.NotFound)
        {
            // Another process of the module was as quick.
        }
        catch (FileSystemException failure)
        {
            observer.Verbose(Messages.LeftoverNotRemoved(name, failure.Message));
        }
    }

    private static bool IsOld(DateTimeOffset? lastWrite) => lastWrite is not null && DateTimeOffset.UtcNow - lastWrite > Age;
}
