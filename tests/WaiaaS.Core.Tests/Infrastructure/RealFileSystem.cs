using WaiaaS.Posix;
using WaiaaS.Windows;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>The file system of the system that the test runs on.</summary>
internal static class RealFileSystem
{
    public static ITokenFileSystem Instance { get; } = OperatingSystem.IsWindows() ? new WindowsFileSystem() : new PosixFileSystem();

    /// <summary>Opens a token file as a reader does.</summary>
    public static IOpenedFile OpenFile(string path)
    {
        using ITokenDirectory directory = Instance.OpenDirectoryForReading(System.IO.Path.GetDirectoryName(path)!);
        return directory.OpenFile(System.IO.Path.GetFileName(path));
    }
}
