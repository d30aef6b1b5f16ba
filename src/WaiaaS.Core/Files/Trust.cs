using System;
using System.Collections.Generic;

namespace WaiaaS.Files;

/// <summary>Warns of a directory on the way to a token through which others can replace it: once per process and directory.</summary>
internal static class Trust
{
    private static readonly HashSet<string> Done = new(StringComparer.Ordinal);

    /// <summary>Looks, unless this process did so before. Never fails: the token is what matters.</summary>
    public static void WarnOncePerProcess(ITokenFileSystem fileSystem, ITokenDirectory directory, ITokenLogger logger, string path)
    {
        lock (Done)
        {
            if (!Done.Add(directory.Path))
                return;
        }

        UntrustedDirectory? untrusted;
        try
        {
            untrusted = directory.FindUntrusted();
        }
        catch (FileSystemException reason)
        {
            logger.Verbose(Messages.WayNotChecked(directory.Path, reason.Message));
            return;
        }

        if (untrusted is null)
            return;
        string message = untrusted.IsWritable
            ? Messages.WayOpenToOthers(untrusted.Path, untrusted.Owner, fileSystem.CommandToCloseDirectory(untrusted.Path))
            : Messages.WayOfStranger(untrusted.Path, untrusted.Owner);
        logger.Warning(message, Remedy.None, path);
    }
}
