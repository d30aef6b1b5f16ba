using System.IO.Pipes;

namespace WaiaaS.Tests.Windows;

/// <summary>What stands in a token's place and is no regular file.</summary>
public sealed class NotRegularFileTests
{
    [Fact]
    public void A_directory_is_refused()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["mcp-token"]);

        AssertRefused(TokenError.TokenNotRegularFile, directory["mcp-token"]);

        Assert.True(Directory.Exists(directory["mcp-token"]));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void A_link_is_refused_and_its_target_untouched()
    {
        Win32.NeedLinks();
        using var directory = new TemporaryDirectory();
        string token = SampleToken.New();
        File.WriteAllText(directory["target"], token);
        File.CreateSymbolicLink(directory["mcp-token"], directory["target"]);
        Directory.CreateDirectory(directory["directory"]);
        Directory.CreateSymbolicLink(directory["to-directory"], directory["directory"]);

        AssertRefused(TokenError.TokenPathIsSymbolicLink, directory["mcp-token"]);
        AssertRefused(TokenError.TokenPathIsSymbolicLink, directory["to-directory"]);

        Assert.Equal(token, File.ReadAllText(directory["target"]));
    }

    [Theory]
    [InlineData("NUL")]
    [InlineData("CON")]
    [InlineData("con.txt")]
    [InlineData("CONIN$")]
    [InlineData("COM1")]
    [InlineData("lpt9.token")]
    [InlineData("mcp-token:x")]
    [InlineData("mcp-token::$DATA")]
    public void A_device_or_a_stream_in_the_directory_is_refused_by_its_name(string name)
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["mcp-token"], SampleToken.New());

        AssertRefused(TokenError.PathNotFileSystem, directory.Path + '\\' + name);

        Assert.Single(Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("NUL")]
    [InlineData(@"\\.\NUL")]
    [InlineData(@"\\.\C:")]
    [InlineData(@"\\.\PhysicalDrive0")]
    [InlineData(@"\\?\pipe\waiaas")]
    [InlineData(@"\\localhost\pipe\waiaas")]
    [InlineData(@"\\localhost\IPC$\waiaas")]
    [InlineData("//./pipe/waiaas")]
    public void A_devices_own_path_is_refused(string path)
    {
        Win32.Need();

        AssertRefused(TokenError.PathNotFileSystem, path);
        Assert.Equal(TokenError.PathNotFileSystem, Store.ErrorOf(() => TokenLocation.InDataDirectory(path, null)).Error);
    }

    [Fact]
    public async Task A_pipe_is_refused_without_connecting_to_it()
    {
        Win32.Need();
        string name = "waiaas-" + Guid.NewGuid().ToString("N");
        string path = @"\\.\pipe\" + name;
        using var server = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        Task connected = server.WaitForConnectionAsync(TestContext.Current.CancellationToken);

        AssertRefused(TokenError.PathNotFileSystem, path);

        Assert.False(connected.IsCompleted);

        // That a connection would have shown:
        using (var client = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
            await connected;
    }

    [Fact]
    public void A_data_directory_that_is_a_file_is_said_to_be_one()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "x");

        TokenException failure = Store.ErrorOf(() => new Store().Write(directory["file", "mcp-token"], SampleToken.New()));

        Assert.Equal(TokenError.TokenWriteFailed, failure.Error);
        Assert.Contains("not a directory", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(TokenError error, string path)
    {
        Assert.Equal(error, Store.ErrorOf(() => new Store().Read(path)).Error);
        Assert.Equal(error, Store.ErrorOf(() => new Store().Write(path, SampleToken.New())).Error);
    }
}
