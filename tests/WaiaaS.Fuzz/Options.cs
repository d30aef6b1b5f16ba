using System;
using System.Globalization;

namespace WaiaaS.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(double Seconds, int Seed, string? Flaw, bool IsChild)
{
    public const string Help = """
        Fuzzes what parses tokens and what reads token files, guided by the branches that an input reaches, and compares
        every answer with an independent reference.

          --seconds N   how long each target is fuzzed; default 60
          --seed N      of the random numbers; default: another one each time, printed
          --flaw NAME   gives the reference a flaw that must be found: the control

        Prints a line for each target: name, executions, branches reached, inputs kept, the longest execution in
        milliseconds, the most bytes that one allocated, what the process grew by in KB, and how many answers were wrong;
        then the wrong ones. The exit code is 0 when no answer was wrong, 1 when one was, 2 when the command line is not
        understood, 3 when an input hung.
        """;

    /// <summary>Tells the process that works from the one that prepares it.</summary>
    public const string Child = "--instrumented";

    private const double DefaultSeconds = 60;

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it is not understood.</returns>
    public static Options? Parse(string[] words)
    {
        var options = new Options(DefaultSeconds, Environment.TickCount & int.MaxValue, null, false);
        for (int i = 0; i < words.Length; i++)
        {
            string? value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case Child:
                    options = options with { IsChild = true };
                    continue;
                case "--seconds" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds):
                    options = options with { Seconds = seconds };
                    break;
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seed):
                    options = options with { Seed = seed };
                    break;
                case "--flaw" when Array.IndexOf(Flaws.All, value) >= 0:
                    options = options with { Flaw = value };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }
}
