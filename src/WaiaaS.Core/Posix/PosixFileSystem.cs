using WaiaaS.Files;

namespace WaiaaS.Posix;

/// <summary>Linux and macOS.</summary>
internal sealed class PosixFileSystem : ITokenFileSystem
{
    public int ProcessId { get; } = LibC.GetPid();

    public ITokenDirectory OpenOrCreateDirectory(string path) => PosixDirectory.OpenOrCreate(path);

    public ITokenDirectory OpenDirectory(string path) => PosixDirectory.Open(path);

    public ITokenDirectory OpenDirectoryForReading(string path) => PosixDirectory.OpenForReading(path);

    public string CommandToClose(string path) => "chmod 600 " + Quoted(path);

    public string CommandToCloseDirectory(string path) => "chmod go-w " + Quoted(path);

    // For a POSIX shell, and for PowerShell too as long as there is no quote in the path.
    private static string Quoted(string path) => "'" + path.Replace("'", "'\\''") + "'";
}
