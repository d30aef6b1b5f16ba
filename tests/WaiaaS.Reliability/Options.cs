using System;
using System.Globalization;

namespace WaiaaS.Reliability;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(int Seconds, bool Quick, string? Only)
{
    public const string Help = """
        Attacks the module's claim that a token is never torn and never lost, and prints what came of it as Markdown.

          --seconds N   how long each contention lasts; default 60
          --quick       10 seconds of contention, and fewer repetitions of the costly attacks
          --only WORD   only the parts with this word in their title

        The exit code is 0 when nothing was violated, 1 when something was, 2 when the command line is not understood.
        """;

    private const int DefaultSeconds = 60;
    private const int QuickSeconds = 10;

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it is not understood, or when help is asked for.</returns>
    public static Options? Parse(string[] words)
    {
        int? seconds = null;
        bool quick = false;
        string? only = null;
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] == "--quick")
            {
                quick = true;
            }
            else if (words[i] == "--only" && i + 1 < words.Length)
            {
                only = words[++i];
            }
            else if (words[i] == "--seconds" && i + 1 < words.Length
                && int.TryParse(words[++i], NumberStyles.None, CultureInfo.InvariantCulture, out int given))
            {
                seconds = given;
            }
            else
            {
                return null;
            }
        }

        return new Options(seconds ?? (quick ? QuickSeconds : DefaultSeconds), quick, only);
    }

    /// <summary>Whether a part is to run.</summary>
    public bool Includes(string title) => Only is null || title.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
