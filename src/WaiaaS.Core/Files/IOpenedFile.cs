using System;

namespace WaiaaS.Files;

/// <summary>A file that was opened for reading.</summary>
internal unsafe interface IOpenedFile : IDisposable
{
    /// <summary>What was opened; asked of the opened file, never of its path again.</summary>
    FileStatus Status { get; }

    /// <summary>Reads from the start until the end or until the buffer is full.</summary>
    /// <returns>How many bytes were read.</returns>
    int Read(byte* buffer, int capacity);

    /// <summary>
    /// Whether the file still holds just this, where the system can tell when a write that is being done now is done. A
    /// read beside a write in place can give a part of either.
    /// </summary>
    bool StillHolds(byte* content, int length);
}
