using System.Runtime.InteropServices;

namespace WaiaaS.Tests.Files;

/// <summary>A file that somebody writes in place while it is read: what was read must be what is there a moment later.</summary>
public sealed unsafe class WriteInPlaceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("the old one", "the old one", true)]
    [InlineData("the old one", "the 0ld one", false)]
    [InlineData("the old one", "the old on", false)]
    [InlineData("the old one", "the old one's end", false)]
    [InlineData("the old one", "", false)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    public void An_open_file_tells_whether_it_still_holds_what_was_read(string read, string now, bool expected)
    {
        File.WriteAllText(Path, read);
        using IOpenedFile opened = RealFileSystem.OpenFile(Path);
        byte* buffer = stackalloc byte[64];
        int length = opened.Read(buffer, 64);

        WriteInPlace(now);

        Assert.Equal(read.Length, length);
        Assert.Equal(expected, opened.IsUnchanged(buffer, length));
    }

    [Fact]
    public void What_changed_while_it_was_read_is_read_again()
    {
        string last = SampleToken.New();
        File.WriteAllText(Path, SampleToken.New());
        var store = new Store();
        var changing = new Changing(() => WriteInPlace(last));

        using TokenReader reader = ReaderOf(changing, store);
        using Token token = reader.Read(TokenLocation.AtPath(Path));

        Assert.Equal(last, token.ToPlainText());
        Assert.Single(store.Verbose);
    }

    [Fact]
    public void A_file_that_changes_at_every_read_is_no_token_to_read() =>
        Assert.Contains("others were writing it", Assert.Throws<TokenException>(() => ReadChanging((reader, location) => reader.Read(location))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_changes_at_every_read_is_no_token_to_list() => ReadChanging((reader, location) =>
    {
        TokenInfo info = reader.Inspect(location);
        Assert.Equal(TokenState.Malformed, info.State);
        Assert.Contains("others were writing it", info.Reason, StringComparison.Ordinal);
    });

    // Two pages each, so that a writer is often put aside in the middle, and each with a number of its own all over. A
    // read that found the file to hold still what it had read must have read one of them whole.
    [Fact]
    public void What_is_the_same_twice_is_whole_among_writers_in_place()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux, where a write that is being done can be waited for");
        const int numbers = 1000;
        const int reads = 40_000;
        File.WriteAllBytes(Path, new byte[numbers * sizeof(long)]);
        using var done = new CancellationTokenSource();
        Thread[] writers = [.. Enumerable.Range(1, 3).Select(number => new Thread(() => Write(number)))];
        Array.ForEach(writers, writer => writer.Start());
        int settled = 0;
        int mixed = 0;
        long* content = stackalloc long[numbers + 1];
        byte* buffer = (byte*)content;
        try
        {
            for (int i = 0; i < reads; i++)
            {
                using IOpenedFile opened = RealFileSystem.OpenFile(Path);
                int length = opened.Read(buffer, (numbers * sizeof(long)) + 1);
                if (!opened.IsUnchanged(buffer, length))
                    continue;
                settled++;
                mixed += new ReadOnlySpan<long>(content, numbers).ContainsAnyExcept(*content) ? 1 : 0;
            }
        }
        finally
        {
            done.Cancel();
            Array.ForEach(writers, writer => writer.Join());
        }

        Assert.Equal(0, mixed);
        Assert.True(settled > 0);

        void Write(long writer)
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            long[] written = new long[numbers];
            for (long number = writer << 40; !done.IsCancellationRequested; number++)
            {
                Array.Fill(written, number);
                file.Position = 0;
                file.Write(MemoryMarshal.AsBytes<long>(written));
            }
        }
    }

    private void ReadChanging(Action<TokenReader, TokenLocation> read)
    {
        File.WriteAllText(Path, SampleToken.New());
        File.SetLastWriteTimeUtc(Path, DateTime.UtcNow.AddHours(-1));
        var store = new Store();
        using TokenReader reader = ReaderOf(new Changing(() => WriteInPlace(SampleToken.New())), store);
        try
        {
            read(reader, TokenLocation.AtPath(Path));
        }
        finally
        {
            Assert.Equal(3, store.Verbose.Count);
        }
    }

    private static TokenReader ReaderOf(ITokenFileSystem fileSystem, Store store) =>
        new(fileSystem, store, new RetryPolicy(0, store, () => 10, _ => { }));

    // As Node's writeFile does with a descriptor that it has open.
    private void WriteInPlace(string text)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(text.Length);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    // The real file system, with a writer that comes right after each first read.
    private sealed class Changing(Action write) : ITokenFileSystem
    {
        private static ITokenFileSystem Real => RealFileSystem.Instance;

        public int ProcessId => Real.ProcessId;

        public ITokenDirectory OpenDirectoryForReading(string path) => new ChangingDirectory(write, Real.OpenDirectoryForReading(path));

        public ITokenDirectory OpenOrCreateDirectory(string path) => throw new NotSupportedException();

        public ITokenDirectory OpenDirectory(string path) => throw new NotSupportedException();

        public bool IsOwnProcess(int pid) => throw new NotSupportedException();

        public string CommandToClose(string path) => Real.CommandToClose(path);

        public string CommandToCloseDirectory(string path) => Real.CommandToCloseDirectory(path);
    }

    private sealed class ChangingDirectory(Action write, ITokenDirectory directory) : ITokenDirectory
    {
        public string Path => directory.Path;

        public bool IsWritableByOthers => directory.IsWritableByOthers;

        public bool SupportsPermissions => directory.SupportsPermissions;

        public IOpenedFile OpenFile(string name) => new ChangingFile(write, directory.OpenFile(name));

        public FileType TypeOf(string name) => throw new NotSupportedException();

        public INewFile Create(string name) => throw new NotSupportedException();

        public void Replace(string source, string target) => throw new NotSupportedException();

        public void Delete(string name) => throw new NotSupportedException();

        public bool Flush() => throw new NotSupportedException();

        public IEnumerable<string> Names() => throw new NotSupportedException();

        public DateTimeOffset? TryGetOwnedFileTime(string name) => throw new NotSupportedException();

        public void Dispose() => directory.Dispose();
    }

    private sealed class ChangingFile(Action write, IOpenedFile file) : IOpenedFile
    {
        public FileStatus Status => file.Status;

        public int Read(byte* buffer, int capacity)
        {
            int length = file.Read(buffer, capacity);
            write();
            return length;
        }

        public bool IsUnchanged(byte* content, int length) => file.IsUnchanged(content, length);

        public void Dispose() => file.Dispose();
    }
}
