using System.Globalization;

namespace WaiaaS.Tests.Windows;

/// <summary>Many processes at once on one token file.</summary>
[Collection(ProcessWide.Name)]
public sealed class ConcurrencyTests
{
    private const int Writers = 4;
    private const int Readers = 4;

    private static string Seconds => Environment.GetEnvironmentVariable("WAIAAS_TEST_SECONDS") is { Length: > 0 } given ? given : "10";

    [Fact]
    public void Readers_only_ever_see_whole_tokens_and_the_last_one_stays()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string path = directory["mcp-token"];
        new Writing(retries: 0).Write(path, Contender.TokenOf(0, 0));
        SecondProcess[] writers = [.. Enumerable.Range(1, Writers)
            .Select(number => new SecondProcess("write", path, Seconds, number.ToString(CultureInfo.InvariantCulture)))];
        SecondProcess[] readers = [.. Enumerable.Range(0, Readers).Select(_ => new SecondProcess("read", path, Seconds))];
        SecondProcess[] all = [.. writers, .. readers];
        try
        {
            foreach (SecondProcess process in all)
                process.Expect("ready");
            foreach (SecondProcess process in all)
                process.Say("go");
            string[] lasts = [.. writers.Select(writer => writer.Hear())];
            string[] seen = [.. readers.Select(reader => reader.Hear())];

            TestContext.Current.SendDiagnosticMessage("{0} s. Writers: {1}. Readers: {2}.", Seconds, string.Join(", ", lasts), string.Join(", ", seen));
            Assert.All(seen, counts => Assert.Matches("^whole [1-9][0-9]* wrong 0 $", counts));
            Assert.All(lasts, last => Assert.Matches("^last [1-4] [1-9][0-9]* wrong 0 $", last));
            string[] candidates = [.. lasts.Select(last => last.Split(' ')).Select(words => Contender.TokenOf(Number(words[1]), Number(words[2])))];
            Assert.Contains(File.ReadAllText(path), candidates);
            Assert.Empty(directory.Temporaries());
        }
        finally
        {
            foreach (SecondProcess process in all)
                process.Dispose();
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
