using WaiaaS.Windows;

namespace WaiaaS.Tests.Windows;

/// <summary>One file in another's place.</summary>
public sealed class ReplaceTests
{
    private readonly string _old = SampleToken.New();
    private readonly string _new = SampleToken.New();

    [Fact]
    public void Who_reads_the_old_token_goes_on_reading_it_while_it_is_replaced()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        Assert.SkipUnless(CanReplaceOpenFile(directory["probe"]), "needs a rename that replaces a file which is open");
        File.WriteAllText(directory["mcp-token"], _old);
        using StreamReader reader = OpenShared(directory["mcp-token"]);

        new RetriedStore(retries: 0).Write(directory["mcp-token"], _new);

        Assert.Equal(_old, reader.ReadToEnd());
        Assert.Equal(_new, File.ReadAllText(directory["mcp-token"]));
    }

    [Fact]
    public void A_read_only_token_is_denied_for_good_and_never_retried()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["other"], "x");
        File.WriteAllText(directory["mcp-token"], _old);
        File.SetAttributes(directory["mcp-token"], FileAttributes.ReadOnly);
        Exception? denied = Record.Exception(() => File.Move(directory["other"], directory["mcp-token"], overwrite: true));
        Assert.SkipUnless(denied is UnauthorizedAccessException, "needs a rename that minds the read-only attribute");
        var store = new RetriedStore(retries: 3, _ => { });

        TokenException failure = Store.ErrorOf(() => store.Write(directory["mcp-token"], _new));

        File.SetAttributes(directory["mcp-token"], FileAttributes.Normal);
        Assert.Equal(TokenError.TokenAccessDenied, failure.Error);
        Assert.Empty(store.Verbose);
        Assert.Equal(_old, File.ReadAllText(directory["mcp-token"]));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void Access_denied_may_pass_unless_a_read_only_file_or_a_directory_is_the_reason()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], _old);

        FileSystemException plain = AccessDenied.Classify(directory["file"]);
        File.SetAttributes(directory["file"], FileAttributes.ReadOnly);
        FileSystemException readOnly = AccessDenied.Classify(directory["file"]);
        File.SetAttributes(directory["file"], FileAttributes.Normal);
        FileSystemException isDirectory = AccessDenied.Classify(directory.Path);

        Assert.True(plain.IsTransient);
        Assert.Equal((FileSystemError.AccessDenied, false), (readOnly.Error, readOnly.IsTransient));
        Assert.Equal((FileSystemError.NotRegularFile, FileType.Directory), (isDirectory.Error, isDirectory.Type));
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

    private static StreamReader OpenShared(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    private static bool CanReplaceOpenFile(string path)
    {
        File.WriteAllText(path, "old");
        using StreamReader open = OpenShared(path);
        using WindowsDirectory directory = WindowsDirectory.Open(Path.GetDirectoryName(path)!);
        using INewFile file = directory.Create("new");
        return Record.Exception(() => file.RenameTo(Path.GetFileName(path))) is not FileSystemException;
    }
}
