using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tests.Infrastructure;
using WaiaaS.Tokens;
using Xunit;

namespace WaiaaS.Tests.Core;

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
        using IOpenedFile opened = ReadingFileSystem.Real.OpenForReading(TokenLocation.AtPath(Path));
        byte* buffer = stackalloc byte[64];
        int length = opened.Read(buffer, 64);

        WriteInPlace(now);

        Assert.Equal(read.Length, length);
        Assert.Equal(expected, opened.StillHolds(buffer, length));
    }

    [Fact]
    public void What_changed_while_it_was_read_is_read_again()
    {
        string last = SampleToken.New();
        File.WriteAllText(Path, SampleToken.New());
        var store = new Store();
        var changing = new Changing(() => WriteInPlace(last));

        using Token token = new TokenReader(changing, store, new RetryPolicy(0, () => 10, _ => { }))
            .Read(TokenLocation.AtPath(Path), CancellationToken.None);

        Assert.Equal(last, token.ToPlainText());
        Assert.Single(store.Verbose);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_changes_at_every_read_is_no_token(bool patient)
    {
        File.WriteAllText(Path, SampleToken.New());
        File.SetLastWriteTimeUtc(Path, DateTime.UtcNow.AddHours(-1));
        var store = new Store();
        var changing = new Changing(() => WriteInPlace(SampleToken.New()));
        FileStatus? status = null;

        var error = Assert.Throws<TokenException>(() => new TokenReader(changing, store, new RetryPolicy(0, () => 10, _ => { }))
            .Read(TokenLocation.AtPath(Path), ref status, patient, CancellationToken.None));

        Assert.Equal(TokenError.TokenMalformed, error.Error);
        Assert.Contains("others were writing it", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, store.Verbose.Count);
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
                using IOpenedFile opened = ReadingFileSystem.Real.OpenForReading(TokenLocation.AtPath(Path));
                int length = opened.Read(buffer, (numbers * sizeof(long)) + 1);
                if (!opened.StillHolds(buffer, length))
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

    // As Node's writeFile does with a descriptor that it has open.
    private void WriteInPlace(string text)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(text.Length);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    // With a writer that comes right after each first read.
    private sealed class Changing(Action write) : ReadingFileSystem
    {
        public override IOpenedFile OpenForReading(TokenLocation location) => new Opened(write, base.OpenForReading(location));

        private sealed class Opened(Action write, IOpenedFile file) : IOpenedFile
        {
            public FileStatus Status => file.Status;

            public int Read(byte* buffer, int capacity)
            {
                int length = file.Read(buffer, capacity);
                write();
                return length;
            }

            public bool StillHolds(byte* content, int length) => file.StillHolds(content, length);

            public void Dispose() => file.Dispose();
        }
    }
}
