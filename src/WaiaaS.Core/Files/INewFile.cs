using System;

namespace WaiaaS.Files;

/// <summary>A file that was just created and is not in its place yet.</summary>
internal unsafe interface INewFile : IDisposable
{
    /// <summary>Gives the file the access and the owner it is to keep, where creating it could not do all of that.</summary>
    /// <returns>Whether others are kept out: some file systems have no permissions, or ignore a change of them.</returns>
    bool SettleAccess();

    /// <summary>Writes all of it.</summary>
    void Write(byte* content, int length);

    /// <summary>Makes the content survive a power cut. Never repeated: after a failure the pages count as clean.</summary>
    void Flush();

    /// <summary>Closes the file, which on a network file system is where a write may fail. <see cref="IDisposable.Dispose"/> closes silently.</summary>
    void Close();
}
