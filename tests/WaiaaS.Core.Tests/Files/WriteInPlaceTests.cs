using System.Runtime.InteropServices;

namespace WaiaaS.Tests.Files;

/// <summary>A file that another process writes in place while it is read: what was read must be what is there a moment later.</summary>
public sealed unsafe class WriteInPlaceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Store _store = new();

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
        using TokenReader reader = ReaderAmong(() => WriteInPlace(last));

        using Token token = reader.Read(TokenLocation.AtPath(Path));

        Assert.Equal(last, token.ToPlainText());
        Assert.Single(_store.Verbose);
    }

    [Fact]
    public void A_file_that_changes_at_every_read_is_no_token_to_read_or_to_list()
    {
        File.WriteAllText(Path, SampleToken.New());
        using TokenReader reader = ReaderAmong(() => WriteInPlace(SampleToken.New()));

        TokenException error = Store.ErrorOf(() => reader.Read(TokenLocation.AtPath(Path)));
        Assert.Contains("kept changing while it was read", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, _store.Verbose.Count);

        // A list does not wait for a file that is old and unchanged.
        File.SetLastWriteTimeUtc(Path, DateTime.UtcNow.AddHours(-1));
        TokenInfo info = reader.Inspect(TokenLocation.AtPath(Path));
        Assert.Equal(TokenState.Malformed, info.State);
        Assert.Contains("kept changing while it was read", info.Reason, StringComparison.Ordinal);
        Assert.Equal(6, _store.Verbose.Count);
    }

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

    private TokenReader ReaderAmong(Action write) => new(new Changing(write), _store, new RetryPolicy(0, _store, () => 10, _ => { }));

    // As Node's writeFile does with a descriptor that it has open.
    private void WriteInPlace(string text)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(text.Length);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    // The real file system, directory and file, with a writer that comes right after each read.
    private sealed class Changing(Action write) : ITokenFileSystem, ITokenDirectory, IOpenedFile
    {
        // What was opened last is closed first.
        private readonly Stack<IDisposable> _opened = [];

        private ITokenDirectory Folder => _opened.OfType<ITokenDirectory>().Single();

        private IOpenedFile File => _opened.OfType<IOpenedFile>().Single();

        string ITokenDirectory.Path => Folder.Path;

        bool ITokenDirectory.IsWritableByOthers => Folder.IsWritableByOthers;

        FileStatus IOpenedFile.Status => File.Status;

        ITokenDirectory ITokenFileSystem.OpenDirectoryForReading(string path)
        {
            _opened.Push(RealFileSystem.Instance.OpenDirectoryForReading(path));
            return this;
        }

        IOpenedFile ITokenDirectory.OpenFile(string name)
        {
            _opened.Push(Folder.OpenFile(name));
            return this;
        }

        int IOpenedFile.Read(byte* buffer, int capacity)
        {
            int length = File.Read(buffer, capacity);
            write();
            return length;
        }

        bool IOpenedFile.IsUnchanged(byte* content, int length) => File.IsUnchanged(content, length);

        string ITokenFileSystem.CommandToClose(string path) => RealFileSystem.Instance.CommandToClose(path);

        void IDisposable.Dispose() => _opened.Pop().Dispose();

        // A reader calls none of these.
        int ITokenFileSystem.ProcessId => throw new NotSupportedException();
        UntrustedDirectory? ITokenDirectory.FindUntrusted() => Folder.FindUntrusted();
        string? ITokenDirectory.UnknownNewOwner => throw new NotSupportedException();
        string? ITokenDirectory.DeniedOwner => throw new NotSupportedException();
        bool ITokenDirectory.SupportsPermissions => throw new NotSupportedException();
        ITokenDirectory ITokenFileSystem.OpenOrCreateDirectory(string path) => throw new NotSupportedException();
        ITokenDirectory ITokenFileSystem.OpenDirectory(string path) => throw new NotSupportedException();
        string ITokenFileSystem.CommandToCloseDirectory(string path) => throw new NotSupportedException();
        FileType ITokenDirectory.TypeOf(string name) => throw new NotSupportedException();
        INewFile ITokenDirectory.Create(string name) => throw new NotSupportedException();
        void ITokenDirectory.CheckReplaceable(string target) => throw new NotSupportedException();
        void ITokenDirectory.Delete(string name) => throw new NotSupportedException();
        bool ITokenDirectory.Flush() => throw new NotSupportedException();
        IEnumerable<string> ITokenDirectory.Names() => throw new NotSupportedException();
        DateTimeOffset ITokenDirectory.LastChange() => throw new NotSupportedException();
        IAbandonedFile? ITokenDirectory.TryClaim(string name) => throw new NotSupportedException();
    }
}
