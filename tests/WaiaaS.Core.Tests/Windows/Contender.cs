using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WaiaaS.Tests.Windows;

/// <summary>One of the processes that write or read the same token file for a number of seconds: this test program once more.</summary>
internal static partial class Contender
{
    /// <summary>The first argument, which tells the program that it is not to run tests.</summary>
    public const string Switch = "--contender";

    // More than any number of competitors can use up: a write must not fail because the machine is busy.
    private const int Retries = 1000;

    /// <summary>The token of a writer's n-th write. Each writer has its own length, so that a mixture of two shows.</summary>
    public static string TokenOf(int writer, int write) =>
        "wai_sess_h.e30." + write.ToString(CultureInfo.InvariantCulture) + "-" + new string((char)('a' + writer), 300 + (writer * 900));

    /// <summary>Starts a process for the file: a writer by its number, or with number 0 a reader.</summary>
    public static Process Start(string path, string seconds, int writer)
    {
        string program = Path.ChangeExtension(typeof(Contender).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        return Process.Start(new ProcessStartInfo(program, [Switch, path, seconds, writer.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
    }

    /// <summary>Says that it is ready, waits for a line, and at the end tells how often it succeeded and failed.</summary>
    public static int Run(string path, string seconds, string writer)
    {
        int number = int.Parse(writer, CultureInfo.InvariantCulture);
        var time = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        int done = 0;
        int wrong = 0;
        string why = string.Empty;
        Console.WriteLine("ready");
        _ = Console.ReadLine();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            try
            {
                if (number > 0)
                    new RetriedStore(Retries).Write(path, TokenOf(number, done + 1));
                else if (!WholeToken().IsMatch(new RetriedStore(retries: 3).Read(path)))
                    throw new InvalidDataException("torn");
                done++;
            }
            catch (Exception failure) when (failure is TokenException or InvalidDataException)
            {
                wrong++;
                why = failure is TokenException { Error: TokenError error } ? error.ToString() : failure.Message;
            }
        }

        Console.WriteLine($"{done} done, {wrong} wrong {why}");
        return 0;
    }

    [GeneratedRegex(@"^wai_sess_h\.e30\.[0-9]+-(a{300}|b{1200}|c{2100}|d{3000}|e{3900})\z")]
    private static partial Regex WholeToken();
}
