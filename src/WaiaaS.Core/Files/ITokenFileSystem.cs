using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>
/// Where an operating system begins. Every member is one attempt and throws <see cref="FileSystemException"/> when
/// it fails; order, retries, refusals and texts are the same everywhere and stand in this folder.
/// </summary>
internal interface ITokenFileSystem
{
    /// <summary>Opens a directory, following links, and creates what is missing of it for its owner alone.</summary>
    ITokenDirectory OpenOrCreateDirectory(string path);

    /// <summary>Opens a directory that is there, following links.</summary>
    ITokenDirectory OpenDirectory(string path);

    /// <summary>Opens a token file for reading, without following a link in its place and without blocking.</summary>
    IOpenedFile OpenForReading(TokenLocation location);

    /// <summary>Whether others can add and remove names in a directory: they could swap the token.</summary>
    bool OthersCanWriteTo(string directory);

    /// <summary>Whether a process of this number runs that is the current user's, as far as that can be told.</summary>
    bool IsOwnProcess(int pid);

    /// <summary>The command that takes a file away from others, to be shown to a user.</summary>
    string CommandToClose(string path);

    /// <summary>The command that keeps others from writing to a directory, to be shown to a user.</summary>
    string CommandToCloseDirectory(string path);
}
