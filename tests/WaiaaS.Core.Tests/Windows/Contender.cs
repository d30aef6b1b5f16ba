using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WaiaaS.Tests.Windows;

/// <summary>One of the processes that write or read the same token file for a number of seconds.</summary>
internal static partial class Contender
{
    // More than any number of competitors can use up: a write must not fail because the machine is busy.
    private const int Retries = 1000;

    /// <summary>The token of a writer's n-th write. Each writer has its own length, so that a mixture of two shows.</summary>
    public static string TokenOf(int writer, int write) =>
        "wai_sess_h.e30." + write.ToString(CultureInfo.InvariantCulture) + "-" + new string((char)('a' + writer), 300 + (writer * 900));

    /// <param name="role"><c>read</c> or <c>write</c>, the file, the seconds, and for a writer its number.</param>
    public static int Run(string[] role)
    {
        double seconds = double.Parse(role[2], CultureInfo.InvariantCulture);
        Console.WriteLine("ready");
        _ = Console.ReadLine();
        Console.WriteLine(role[0] == "write"
            ? Write(role[1], seconds, int.Parse(role[3], CultureInfo.InvariantCulture))
            : Read(role[1], seconds));
        return 0;
    }

    private static string Write(string path, double seconds, int number)
    {
        int write = 0;
        string wrong = Repeat(seconds, () =>
        {
            new Writing(Retries).Write(path, TokenOf(number, write + 1));
            write++;
        });
        return $"last {number} {write} {wrong}";
    }

    private static string Read(string path, double seconds)
    {
        int whole = 0;
        string wrong = Repeat(seconds, () =>
        {
            if (!WholeToken().IsMatch(new Writing(retries: 3).Read(path)))
                throw new InvalidDataException("torn");
            whole++;
        });
        return $"whole {whole} {wrong}";
    }

    private static string Repeat(double seconds, Action action)
    {
        int wrong = 0;
        string why = string.Empty;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            try
            {
                action();
            }
            catch (Exception failure) when (failure is TokenException or InvalidDataException)
            {
                wrong++;
                why = failure is TokenException { Error: TokenError error } ? error.ToString() : failure.Message;
            }
        }

        return $"wrong {wrong} {why}";
    }

    [GeneratedRegex(@"^wai_sess_h\.e30\.[0-9]+-(a{300}|b{1200}|c{2100}|d{3000}|e{3900})\z")]
    private static partial Regex WholeToken();
}
