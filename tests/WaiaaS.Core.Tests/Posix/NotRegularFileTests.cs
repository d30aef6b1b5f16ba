namespace WaiaaS.Tests.Posix;

/// <summary>What is no regular file in a token's place, and what is no directory on the way to it.</summary>
public sealed class NotRegularFileTests : IDisposable
{
    private static readonly Dictionary<string, Action<string>> Make = new()
    {
        ["file"] = path => File.WriteAllText(path, SampleToken.New()),
        ["link to a token"] = path => File.CreateSymbolicLink(path, FileBeside(path)),
        ["dangling link"] = path => File.CreateSymbolicLink(path, path + ".nowhere"),
        ["link loop"] = path => File.CreateSymbolicLink(path, path),
        ["link to a directory"] = path => Directory.CreateSymbolicLink(path, Directory.CreateDirectory(path + ".target").FullName),
        ["directory"] = path => Directory.CreateDirectory(path),
        ["FIFO"] = Unix.MakeFifo,
        ["socket"] = Unix.MakeSocket,
        ["device"] = Unix.MakeDevice,
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("link to a token", TokenError.TokenPathIsSymbolicLink, "symbolic link")]
    [InlineData("dangling link", TokenError.TokenPathIsSymbolicLink, "symbolic link")]
    [InlineData("link loop", TokenError.TokenPathIsSymbolicLink, "symbolic link")]
    [InlineData("link to a directory", TokenError.TokenPathIsSymbolicLink, "symbolic link")]
    [InlineData("directory", TokenError.TokenNotRegularFile, "directory")]
    [InlineData("FIFO", TokenError.TokenNotRegularFile, "FIFO")]
    [InlineData("socket", TokenError.TokenNotRegularFile, "socket")]
    [InlineData("device", TokenError.TokenNotRegularFile, "device")]
    public void A_special_file_is_neither_read_nor_replaced_and_is_named_in_the_error(string kind, TokenError error, string words)
    {
        TokenException[] failures = Try(kind, "mcp-token");

        Assert.All(failures, failure =>
        {
            Assert.Equal(error, failure.Error);
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
            Assert.Equal(_directory["mcp-token"], failure.Path);
        });
    }

    [Theory]
    [InlineData("file", TokenError.TokenReadFailed)]
    [InlineData("link loop", TokenError.TokenReadFailed)]
    [InlineData("dangling link", TokenError.TokenNotFound)]
    public void A_data_directory_that_is_none_is_an_error_and_stays(string kind, TokenError ofRead)
    {
        TokenException[] failures = Try(kind, "data", "mcp-token");

        Assert.Equal([ofRead, TokenError.TokenWriteFailed], failures.Select(failure => failure.Error));
    }

    private static string FileBeside(string path)
    {
        File.WriteAllText(path + ".target", SampleToken.New());
        return path + ".target";
    }

    // Makes the first of the names, reads and writes the path, and sees to it that neither changes anything.
    private TokenException[] Try(string kind, params string[] names)
    {
        Unix.Need();
        if (kind == "device")
            Unix.NeedRoot();
        Make[kind](_directory[names[0]]);
        string before = Listing();

        TokenException[] failures =
        [
            Store.ErrorOf(() => new Store().Read(_directory[names])),
            Store.ErrorOf(() => new Store().Write(_directory[names], SampleToken.New())),
        ];

        Assert.Equal(before, Listing());
        return failures;
    }

    private string Listing() => Unix.Output("ls", "-lAi", "--time-style=full-iso", _directory.Path);
}
