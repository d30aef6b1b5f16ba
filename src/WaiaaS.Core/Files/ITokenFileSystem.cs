using System;
using System.Collections.Generic;

namespace WaiaaS.Files;

/// <summary>
/// Where an operating system begins. Every member of these interfaces is one attempt and throws
/// <see cref="FileSystemException"/> when it fails; the order of the steps, retries and errors are the same on every
/// system and are decided in this folder.
/// </summary>
internal interface ITokenFileSystem
{
    /// <summary>The number of this process, which is part of a temporary file's name.</summary>
    int ProcessId { get; }

    /// <summary>Opens a directory, following links, and creates what is missing of it for its owner alone.</summary>
    ITokenDirectory OpenOrCreateDirectory(string path);

    /// <summary>Opens an existing directory, following links.</summary>
    ITokenDirectory OpenDirectory(string path);

    /// <summary>Opens an existing directory, following links, only for <see cref="ITokenDirectory.OpenFile"/>: needs no right to list it.</summary>
    ITokenDirectory OpenDirectoryForReading(string path);

    /// <summary>The command that takes a file away from others, to be shown to a user.</summary>
    string CommandToClose(string path);

    /// <summary>The command that keeps others from writing to a directory, to be shown to a user.</summary>
    string CommandToCloseDirectory(string path);
}

/// <summary>
/// A directory that is held open, so that every step means the same one, whatever happens to its path. Names are single
/// names in it; links in their place are never followed.
/// </summary>
internal interface ITokenDirectory : IDisposable
{
    /// <summary>The path that it was opened by.</summary>
    string Path { get; }

    /// <summary>Whether others can rename and remove here what is not theirs: they could replace a token.</summary>
    bool IsWritableByOthers { get; }

    /// <summary>Whether this volume has permissions; FAT on Windows has none.</summary>
    bool SupportsPermissions { get; }

    /// <summary>
    /// The owner of a directory above, who should own the directories created here but could not be made their owner; null
    /// for none.
    /// </summary>
    string? DeniedOwner { get; }

    /// <summary>The type of the file with a name; <see cref="FileType.Missing"/> for no such name.</summary>
    FileType TypeOf(string name);

    /// <summary>Opens a file for reading, without blocking.</summary>
    IOpenedFile OpenFile(string name);

    /// <summary>
    /// Creates a file that must not exist, with the owner and the permissions that it keeps, and locks it until it is closed.
    /// On failure there is none.
    /// </summary>
    INewFile Create(string name);

    /// <summary>Fails where a rename over this name would, as far as that can be seen without touching it.</summary>
    void CheckReplaceable(string target);

    /// <summary>Removes a name.</summary>
    void Delete(string name);

    /// <summary>
    /// Makes renames and removals here survive a power cut, and the directories that were made on the way here. Fails where
    /// the flush of one of those failed.
    /// </summary>
    /// <returns>Whether this file system can flush a directory.</returns>
    bool Flush();

    /// <summary>All names here, in no order.</summary>
    IEnumerable<string> Names();

    /// <summary>
    /// The new owner of what is created here, if the process has more rights than that user and the system does not know the
    /// user, as in a volume of a container; else null.
    /// </summary>
    string? UnknownNewOwner { get; }

    /// <summary>
    /// The first directory on the way here whose owner is not trusted, or, this one aside, that others can write to; null for
    /// none. Looks at all of them.
    /// </summary>
    UntrustedDirectory? FindUntrusted();

    /// <summary>When a name was last created or removed here, by the clock of this file system.</summary>
    DateTimeOffset LastChange();

    /// <summary>
    /// Takes a temporary file whose writer is gone; null for anything else: no regular file, not the current user's, or with a
    /// writer who lives.
    /// </summary>
    IAbandonedFile? TryClaim(string name);
}

/// <summary>A directory, or a link, on the way to a token through which others can put another file in its place.</summary>
internal sealed class UntrustedDirectory(string path, string owner, bool isWritable)
{
    public string Path => path;

    /// <summary>The owner's name.</summary>
    public string Owner => owner;

    /// <summary>Whether it is untrusted because others than its owner can write to it, and not for its owner.</summary>
    public bool IsWritable => isWritable;
}

/// <summary>A temporary file whose writer has ended; no other process can claim it until disposal.</summary>
internal interface IAbandonedFile : IDisposable
{
    /// <summary>When it was last written, by the clock of its file system.</summary>
    DateTimeOffset LastWrite { get; }

    /// <summary>Whether the lock covers writers on all machines. If not, only the age decides.</summary>
    bool IsCertain { get; }

    /// <summary>Removes it.</summary>
    void Delete();
}

/// <summary>A file that was just created and is not in its place yet.</summary>
internal unsafe interface INewFile : IDisposable
{
    /// <summary>What it was created with, while it was still empty.</summary>
    FileStatus Status { get; }

    /// <summary>Whether the file system refused to set its permissions: it has those that the volume gives it.</summary>
    bool IsModeRefused { get; }

    /// <summary>The owner of its directory, to whom it could not be given; null where it belongs to whom it should.</summary>
    string? DeniedOwner { get; }

    /// <summary>Writes all of it.</summary>
    void Write(byte* content, int length);

    /// <summary>Makes the content survive a power cut. Never repeated: after a failure the pages count as clean.</summary>
    void Flush();

    /// <summary>Renames it over another in one step. It never copies, and there is no instant without the target.</summary>
    void RenameTo(string target);

    /// <summary>
    /// Closes the file and gives up its lock. That may fail on a network file system. <see cref="IDisposable.Dispose"/> closes
    /// silently.
    /// </summary>
    void Close();
}

/// <summary>A file that was opened for reading.</summary>
internal unsafe interface IOpenedFile : IDisposable
{
    /// <summary>What was opened; asked of the opened file, never of its path again.</summary>
    FileStatus Status { get; }

    /// <summary>Reads from the start until the end or until the buffer is full.</summary>
    /// <returns>How many bytes were read.</returns>
    int Read(byte* buffer, int capacity);

    /// <summary>
    /// Whether the file still holds exactly this, asked once a write in progress is done, where the system can tell. A read
    /// beside a write in place can give a part of either.
    /// </summary>
    bool IsUnchanged(byte* content, int length);
}

/// <summary>The type of a name in a directory.</summary>
internal enum FileType
{
    Missing,
    Regular,

    /// <summary>A symbolic link; on Windows any name surrogate, such as a junction.</summary>
    SymbolicLink,
    Directory,
    Fifo,
    Socket,
    Device,
}

/// <summary>Hears what a user may want to know while an operation goes on. May throw to stop it.</summary>
internal interface ITokenLogger
{
    /// <summary>Something is done, but not as it should be.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="remedy">What the user can do, whose text the receiver has.</param>
    /// <param name="path">The token file's path.</param>
    void Warning(string message, Remedy remedy, string path);

    /// <summary>What happens, for a user who asks for details.</summary>
    void Verbose(string message);
}
