using System.Diagnostics;
using System.Globalization;

namespace WaiaaS.Tests.Windows;

/// <summary>Many processes at once on one token file.</summary>
[Collection(ProcessWide.Name)]
public sealed class ConcurrencyTests
{
    // Only a process that hangs takes so long, on however slow a machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Seconds => Environment.GetEnvironmentVariable("WAIAAS_TEST_SECONDS") is { Length: > 0 } given ? given : "10";

    [Fact]
    public async Task Readers_only_ever_see_whole_tokens_and_the_last_one_stays()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        string path = directory["mcp-token"];
        new RetriedStore(retries: 0).Write(path, Contender.TokenOf(0, 0));
        int[] numbers = [1, 2, 3, 4, 0, 0, 0, 0];
        Process[] processes = [.. numbers.Select(number => Contender.Start(path, Seconds, number))];
        try
        {
            foreach (Process process in processes)
                Assert.Equal("ready", await Hear(process));
            foreach (Process process in processes)
                process.StandardInput.WriteLine("go");
            string?[] results = await Task.WhenAll(processes.Select(Hear));

            TestContext.Current.SendDiagnosticMessage("{0} s, 4 writers, 4 readers: {1}", Seconds, string.Join("; ", results));
            Assert.All(results, result => Assert.Matches("^[1-9][0-9]* done, 0 wrong $", result));
            Assert.Contains(File.ReadAllText(path), numbers.Zip(results, (number, result) => Contender.TokenOf(number, Count(result!))).Take(4));
            Assert.Empty(directory.Temporaries());
        }
        finally
        {
            foreach (Process process in processes)
            {
                process.StandardInput.Close();
                if (!process.WaitForExit(Patience))
                    process.Kill();
                process.Dispose();
            }
        }
    }

    private static Task<string?> Hear(Process process) => process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    private static int Count(string result) => int.Parse(result.Split(' ')[0], CultureInfo.InvariantCulture);
}
