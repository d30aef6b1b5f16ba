using System;
using System.Collections.Generic;
using System.Globalization;

namespace WaiaaS.Posix;

/// <summary>Whether root gives what it makes in a user's directory to that user.</summary>
internal enum HandOver
{
    /// <summary>Nothing is given away: the process is not root, or the directory is root's.</summary>
    None,

    /// <summary>It is the user's home directory, or the user is the one who called sudo.</summary>
    ToUser,

    /// <summary>The owner is no user of this system, as in a volume of a container.</summary>
    ToUnknown,

    /// <summary>The owner is a user who has nothing to do with it, and could have put the directory there.</summary>
    Refused,
}

/// <summary>Decides it, once for each directory in a process.</summary>
internal static class HandOvers
{
    private const uint Root = 0;

    private static readonly Dictionary<(uint Uid, string Path), HandOver> Decided = [];

    /// <param name="owner">The directory's owner.</param>
    /// <param name="path">The directory's path.</param>
    public static HandOver For(uint owner, string path) =>
        owner == Root || LibC.GetEUid() != Root ? HandOver.None : ForRoot(owner, path);

    private static HandOver ForRoot(uint owner, string path)
    {
        lock (Decided)
        {
            if (!Decided.TryGetValue((owner, path), out HandOver decision))
                Decided[(owner, path)] = decision = Decide(owner, path);
            return decision;
        }
    }

    private static HandOver Decide(uint owner, string path)
    {
        if (Environment.GetEnvironmentVariable("SUDO_UID") == owner.ToString(CultureInfo.InvariantCulture))
            return HandOver.ToUser;
        if (!SystemUsers.Exists(owner))
            return HandOver.ToUnknown;
        return SystemUsers.HomeOf(owner) is { } home && IsBelow(RealPath.Of(path), RealPath.Of(home)) ? HandOver.ToUser : HandOver.Refused;
    }

    // '/' is the home of users who have none.
    private static bool IsBelow(string? path, string? home) =>
        path is not null && home is not null && home != "/" && (path == home || path.StartsWith(home + "/", StringComparison.Ordinal));
}
