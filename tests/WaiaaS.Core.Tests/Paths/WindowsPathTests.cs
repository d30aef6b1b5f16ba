namespace WaiaaS.Tests.Paths;

/// <summary>Only text, so it runs everywhere.</summary>
public sealed class WindowsPathTests
{
    [Theory]
    [InlineData(@"C:\Users\a\.waiaas\mcp-token")]
    [InlineData(@"\\server\share\mcp-token")]
    [InlineData(@"\\server\c$\data\mcp-token")]
    [InlineData(@"\\?\C:\data\mcp-token")]
    [InlineData(@"\\?\UNC\server\share\mcp-token")]
    [InlineData(@"\\?\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\mcp-token")]
    [InlineData(@"C:\nul-and-void\console\mcp-token")]
    [InlineData(@"C:\data\pipe\mcp-token")]
    [InlineData(@"C:\data\COM10")]
    public void The_path_of_a_file_is_no_device_or_stream(string path) => Assert.False(WindowsPath.IsDeviceOrStream(path));

    [Theory]
    [InlineData(@"\\.\pipe\x")]
    [InlineData(@"\\?\pipe\x")]
    [InlineData(@"\\?\GLOBALROOT\Device\NamedPipe\x")]
    [InlineData(@"\\?\UNC\server\pipe\x")]
    [InlineData(@"\\server\pipe\x")]
    [InlineData(@"\\server\PIPE\dir\x")]
    [InlineData(@"\\server\IPC$\x")]
    [InlineData(@"\\server\mailslot\x")]
    [InlineData(@"\\server")]
    [InlineData(@"\\.\NUL")]
    [InlineData(@"\\.\C:")]
    [InlineData(@"\\.\PhysicalDrive0")]
    [InlineData(@"C:\data\NUL")]
    [InlineData(@"C:\data\nul.txt")]
    [InlineData(@"C:\data\nul .txt")]
    [InlineData(@"C:\data\com1")]
    [InlineData(@"C:\data\LPT\u00B2")]
    [InlineData(@"C:\data\CONIN$")]
    [InlineData(@"C:\data\mcp-token:x")]
    [InlineData(@"C:\data\mcp-token::$DATA")]
    [InlineData(@"C:\data:x:$INDEX_ALLOCATION\mcp-token")]
    [InlineData(@"\\server\share\mcp-token:x")]
    [InlineData(@"\\?\C:\data\mcp-token:x")]
    [InlineData(@"C:mcp-token")]
    public void The_path_of_a_device_a_pipe_or_a_stream_is_recognised(string path) =>
        Assert.True(WindowsPath.IsDeviceOrStream(path.Replace(@"\u00B2", "\u00B2", System.StringComparison.Ordinal)));

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
