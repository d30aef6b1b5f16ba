using System;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Posix;
using WaiaaS.Windows;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>The real file system for a reader; a test overrides the one answer that only a race gives.</summary>
internal abstract class ReadingFileSystem : ITokenFileSystem
{
    /// <summary>That of the system the test runs on.</summary>
    public static ITokenFileSystem Real { get; } = OperatingSystem.IsWindows() ? new WindowsFileSystem() : new PosixFileSystem();

    public virtual IOpenedFile OpenForReading(TokenLocation location) => Real.OpenForReading(location);

    public virtual bool OthersCanWriteTo(string directory) => Real.OthersCanWriteTo(directory);

    public ITokenDirectory OpenOrCreateDirectory(string path) => throw new NotSupportedException();

    public ITokenDirectory OpenDirectory(string path) => throw new NotSupportedException();

    public bool IsOwnProcess(int pid) => throw new NotSupportedException();

    public string CommandToClose(string path) => Real.CommandToClose(path);

    public string CommandToCloseDirectory(string path) => Real.CommandToCloseDirectory(path);
}
