namespace WaiaaS.Tests.Paths;

/// <summary>Only text, so it runs everywhere.</summary>
public sealed class WindowsPathTests
{
    [Theory]
    [InlineData("of a drive", @"C:\Users\a\.waiaas\mcp-token", @"\\?\C:\data\mcp-token")]
    [InlineData("of a volume", @"\\?\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\mcp-token")]
    [InlineData("of a server", @"\\server\share\mcp-token", @"\\server\c$\data\mcp-token", @"\\?\UNC\server\share\mcp-token")]
    [InlineData("that only looks like a device", @"C:\nul-and-void\console\mcp-token", @"C:\data\pipe\mcp-token", @"C:\data\COM10")]
    public void The_path_of_a_file_is_no_device_or_stream(string _, params string[] paths) =>
        Assert.All(paths, path => Assert.False(WindowsPath.IsDeviceOrStream(path)));

    [Theory]
    [InlineData("a pipe", @"\\.\pipe\x", @"\\?\pipe\x", @"\\?\GLOBALROOT\Device\NamedPipe\x", @"\\?\UNC\server\pipe\x")]
    [InlineData("a pipe or mailslot of a server", @"\\server\pipe\x", @"\\server\PIPE\dir\x", @"\\server\IPC$\x", @"\\server\mailslot\x", @"\\server")]
    [InlineData("a device", @"\\.\NUL", @"\\.\C:", @"\\.\PhysicalDrive0")]
    [InlineData("a device by its DOS name", @"C:\data\NUL", @"C:\data\nul.txt", @"C:\data\nul .txt", @"C:\data\com1", "C:\\data\\LPT\u00B2", @"C:\data\CONIN$")]
    [InlineData("a stream", @"C:\data\mcp-token:x", @"C:\data\mcp-token::$DATA", @"\\server\share\mcp-token:x", @"\\?\C:\data\mcp-token:x")]
    [InlineData("a stream of a directory", @"C:\data:x:$INDEX_ALLOCATION\mcp-token")]
    [InlineData("a file of the drive's current directory", "C:mcp-token")]
    public void The_path_of_a_device_a_pipe_or_a_stream_is_recognised(string _, params string[] paths) =>
        Assert.All(paths, path => Assert.True(WindowsPath.IsDeviceOrStream(path)));

    [Theory]
    [InlineData(@"C:\a\b", @"C:\a")]
    [InlineData(@"C:\a", @"C:\")]
    [InlineData(@"C:\", null)]
    [InlineData(@"\\?\C:\a", @"\\?\C:\")]
    [InlineData(@"\\?\C:\", null)]
    [InlineData(@"\\server\share\a", @"\\server\share")]
    [InlineData(@"\\server", null)]
    public void The_directory_above(string path, string? parent) => Assert.Equal(parent, WindowsPath.ParentOf(path));

    [Fact]
    public void Only_a_long_path_gets_a_prefix()
    {
        string name = new('n', 250);

        Assert.Equal(@"C:\n", WindowsPath.Extended(@"C:\n"));
        Assert.Equal(@"\\?\C:\" + name, WindowsPath.Extended(@"C:\" + name));
        Assert.Equal(@"\\?\UNC\server\share\" + name, WindowsPath.Extended(@"\\server\share\" + name));
        Assert.Equal(@"\\?\C:\" + name, WindowsPath.Extended(@"\\?\C:\" + name));
    }
}
