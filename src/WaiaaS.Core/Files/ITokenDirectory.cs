using System;
using System.Collections.Generic;

namespace WaiaaS.Files;

/// <summary>
/// A directory that is held open, so that every step of a write means the same one, whatever happens to its path.
/// Names are single names in it; links in their place are never followed.
/// </summary>
internal interface ITokenDirectory : IDisposable
{
    /// <summary>The path that it was opened by.</summary>
    string Path { get; }

    /// <summary>Whether others can add and remove names here.</summary>
    bool OthersCanWrite { get; }

    /// <summary>Whether this volume can keep others out of a file; FAT on Windows cannot.</summary>
    bool KeepsOthersOut { get; }

    /// <summary>What stands behind a name.</summary>
    EntryKind KindOf(string name);

    /// <summary>Creates a file that must not exist, closed to others from its first moment.</summary>
    INewFile Create(string name);

    /// <summary>Renames a file over another in one step. It never copies, and there is no instant without the target.</summary>
    void Replace(string source, string target);

    /// <summary>Removes a name.</summary>
    void Delete(string name);

    /// <summary>Makes renames and removals here survive a power cut.</summary>
    /// <returns>Whether this file system knows such a thing for directories.</returns>
    bool Flush();

    /// <summary>All names here, in no order.</summary>
    IEnumerable<string> Names();

    /// <summary>When a regular file of the current user was last written; null for anything else.</summary>
    DateTimeOffset? LastWriteOfOwnFile(string name);
}
