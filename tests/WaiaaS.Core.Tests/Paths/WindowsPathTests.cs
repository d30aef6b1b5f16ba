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
    [InlineData(false, @"C:\a\mcp-token", @"C:\", @"C:\.waiaas\a.b", @"\\server\share\a b\c", @"\\?\C:\a")]
    [InlineData(true, @"C:\t\a \mcp", @"C:\t\a.\mcp", @"C:\t\mcp ", @"C:\t\mcp.", @"\\server\share\a \b", @"\\?\C:\a \b", @"C:\...\a")]
    public void A_name_that_Windows_would_rewrite_is_recognised(bool isRewritten, params string[] paths) =>
        Assert.All(paths, path => Assert.Equal(isRewritten, WindowsPath.HasRewrittenName(path)));

    [Theory]
    [InlineData(true, @"C:\x", "C:/x", @"\\server\share", "//server/share", @"\\?\C:\x")]
    [InlineData(false, "x", @"x\y", @"\x", "C:x", "C:", @".\x", "~", "")]
    public void A_path_is_rooted_at_a_drive_or_a_server(bool isRooted, params string[] paths) =>
        Assert.All(paths, path => Assert.Equal(isRooted, WindowsPath.IsRooted(path)));

    [Theory]
    [InlineData(@"C:\x\con", @"\\.\con", true)]
    [InlineData(@"\\.\con", @"\\.\con", false)]
    [InlineData(@"C:\x\y", @"C:\x\y", false)]
    public void A_device_that_was_made_of_a_name_is_told_from_one_that_was_given(string path, string full, bool isMade) =>
        Assert.Equal(isMade, WindowsPath.IsDeviceMadeOf(path, full));

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
