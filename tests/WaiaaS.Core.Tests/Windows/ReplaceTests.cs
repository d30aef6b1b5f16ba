using WaiaaS.Windows;

namespace WaiaaS.Tests.Windows;

/// <summary>One file in another's place.</summary>
public sealed class ReplaceTests
{
    private readonly string _old = SampleToken.New();
    private readonly string _new = SampleToken.New();

    [Fact]
    public void A_file_takes_a_name_that_is_free_and_one_that_is_taken()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();

        foreach (string content in new[] { "first", "second" })
        {
            File.WriteAllText(directory["new"], content);
            AtomicRename.Replace(directory["new"], directory["target"]);

            Assert.Equal(content, File.ReadAllText(directory["target"]));
            Assert.False(File.Exists(directory["new"]));
        }
    }

    [Fact]
    public void Who_reads_the_old_token_goes_on_reading_it_while_it_is_replaced()
    {
        Win32.NeedPosixRename();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["mcp-token"], _old);
        using var reader = new StreamReader(
            new FileStream(directory["mcp-token"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var writing = new Writing(retries: 0);

        writing.Write(directory["mcp-token"], _new);

        Assert.Equal(_old, reader.ReadToEnd());
        Assert.Equal(_new, File.ReadAllText(directory["mcp-token"]));
    }

    [Fact]
    public void A_read_only_token_is_denied_for_good_and_never_retried()
    {
        Win32.NeedReadOnlyTargets();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["mcp-token"], _old);
        File.SetAttributes(directory["mcp-token"], FileAttributes.ReadOnly);
        var writing = new Writing(retries: 3, wait: _ => { });

        TokenException failure = Store.ErrorOf(() => writing.Write(directory["mcp-token"], _new));

        File.SetAttributes(directory["mcp-token"], FileAttributes.Normal);
        Assert.Equal(TokenError.TokenAccessDenied, failure.Error);
        Assert.Empty(writing.Waits);
        Assert.Equal(_old, File.ReadAllText(directory["mcp-token"]));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void Denied_because_of_a_read_only_file_is_for_good()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], _old);
        Assert.True(AccessDenied.Classify(directory["file"]).IsTransient);
        File.SetAttributes(directory["file"], FileAttributes.ReadOnly);

        FileSystemException failure = AccessDenied.Classify(directory["file"]);

        File.SetAttributes(directory["file"], FileAttributes.Normal);
        Assert.Equal(FileSystemError.AccessDenied, failure.Error);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public void Denied_because_of_a_directory_is_a_refusal()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();

        FileSystemException failure = AccessDenied.Classify(directory.Path);

        Assert.Equal((FileSystemError.NotRegularFile, FileType.Directory), (failure.Error, failure.Type));
    }

    [Fact]
    public void All_names_of_a_directory_are_listed_however_many()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string[] names = [.. Enumerable.Range(0, 2000).Select(number => $"a-name-that-is-rather-long-so-that-one-buffer-is-too-small-{number:D4}")];
        foreach (string name in names)
            File.WriteAllText(directory[name], string.Empty);

        using var open = WindowsDirectory.Open(directory.Path);

        Assert.Equal(names, open.Names().Order(StringComparer.Ordinal));
        Assert.Equal(names, open.Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_directory_that_is_written_to_cannot_be_swapped_meanwhile()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["data"]);
        using (WindowsDirectory.Open(directory["data"]))
            Assert.ThrowsAny<IOException>(() => Directory.Move(directory["data"], directory["other"]));

        Directory.Move(directory["data"], directory["other"]);
    }

    [Fact]
    public void A_link_to_the_data_directory_is_followed_once()
    {
        Win32.NeedLinks();
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["one"]);
        Directory.CreateDirectory(directory["two"]);
        Directory.CreateSymbolicLink(directory["link"], directory["one"]);

        using (var open = WindowsDirectory.Open(directory["link"]))
        {
            Directory.Delete(directory["link"]);
            Directory.CreateSymbolicLink(directory["link"], directory["two"]);
            open.Create("file").Dispose();
        }

        Assert.True(File.Exists(directory["one", "file"]));
        Assert.False(File.Exists(directory["two", "file"]));
    }
}
