using System.Text;

namespace WaiaaS.Tests.Files;

public sealed class ReadTests : IDisposable
{
    private static readonly string Sample = SampleToken.New();

    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, byte[]> Readable => new()
    {
        { "bare", Encoding.UTF8.GetBytes(Sample) },
        { "trailing newline", Encoding.UTF8.GetBytes(Sample + "\r\n") },
        { "byte order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Sample)] },
        { "Unicode white space", Encoding.UTF8.GetBytes("\u2003\u00A0" + Sample + "\u2028\u3000") },
        { "padded to the limit", Encoding.UTF8.GetBytes(Sample + new string('\n', 8192 - Sample.Length)) },
    };

    public static TheoryData<string, byte[], string> Malformed => new()
    {
        { "empty", [], "empty" },
        { "white space", Encoding.UTF8.GetBytes(" \n"), "empty" },
        { "cut before the signature", Encoding.UTF8.GetBytes(Sample[..Sample.LastIndexOf('.')]), "three parts" },
        { "cut in the signature", Encoding.UTF8.GetBytes(Sample[..^7]), "truncated or damaged" },
        { "cut in the prefix", Encoding.UTF8.GetBytes(Sample[..5]), "wai_sess_" },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Sample)], "UTF-16" },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(Sample), "UTF-16" },
        { "big-endian UTF-16", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Sample)], "UTF-16" },
        { "UTF-32", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Sample)], "UTF-16" },
        { "NUL bytes", new byte[Sample.Length], "wai_sess_" },
        { "two tokens", Encoding.UTF8.GetBytes(Sample + "\n" + Sample), "line break" },
        { "invalid UTF-8", [.. Encoding.UTF8.GetBytes(Sample[..20]), 0xFF, .. Encoding.UTF8.GetBytes(Sample[20..])], "base64url" },
        { "JSON", Encoding.UTF8.GetBytes($"{{\"token\":\"{Sample}\"}}"), "JSON" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void The_token_is_read_without_what_surrounds_it(string _, byte[] content)
    {
        File.WriteAllBytes(Target, content);

        Assert.Equal(Sample, new Store().Read(Target));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_no_token_is_read_three_times_more_and_then_refused_in_words_that_say_why(string _, byte[] content, string words)
    {
        File.WriteAllBytes(Target, content);
        var store = new Store();

        TokenException failure = Store.ErrorOf(() => store.Read(Target));

        Assert.Equal(TokenError.TokenMalformed, failure.Error);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, store.Verbose.Count);
        Assert.Equal(content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_token_that_is_whole_a_moment_later_is_read()
    {
        File.WriteAllText(Target, Sample[..40]);

        // The logger hears of the torn file before the wait, which is when the writer goes on.
        var store = new Store { OnVerbose = () => File.WriteAllText(Target, Sample) };

        Assert.Equal(Sample, store.Read(Target));
        Assert.Single(store.Verbose);
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        Assert.Equal(TokenError.TokenNotFound, Store.ErrorOf(() => new Store().Read(Target)).Error);
        Assert.Equal(TokenError.TokenNotFound, Store.ErrorOf(() => new Store().Read(_directory["nowhere", "mcp-token"])).Error);
    }

    [Fact]
    public void A_file_of_one_byte_too_many_is_too_large()
    {
        File.WriteAllText(Target, SampleToken.OfLength(8192));
        Assert.Equal(8192, new Store().Read(Target).Length);

        File.AppendAllText(Target, "\n");
        Assert.Equal(TokenError.TokenTooLarge, Store.ErrorOf(() => new Store().Read(Target)).Error);
    }

    [Fact]
    public void A_file_of_a_gigabyte_is_an_error_without_reading_it()
    {
        using (FileStream sparse = File.Create(Target))
            sparse.SetLength(1L << 30);
        long before = GC.GetTotalAllocatedBytes();

        Assert.Equal(TokenError.TokenTooLarge, Store.ErrorOf(() => new Store().Read(Target)).Error);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }
}
