using System;
using System.Globalization;
using WaiaaS.Posix;
using WaiaaS.Windows;

namespace WaiaaS.Files;

/// <summary>The names of temporary files: <c>.&lt;file name&gt;.&lt;pid&gt;.&lt;8 hex digits&gt;.tmp</c>.</summary>
internal static class TemporaryName
{
    private const string Suffix = ".tmp";
    private const int RandomDigits = 8;
    private const int MaximumPidDigits = 10;

    private static readonly string Pid = CurrentPid().ToString(CultureInfo.InvariantCulture);

    /// <summary>A new name, which nobody can guess and so nobody can occupy.</summary>
    public static string For(string fileName) => "." + fileName + "." + Pid + "." + RandomHex() + Suffix;

    /// <summary>Takes a name apart.</summary>
    /// <param name="name">Any file name.</param>
    /// <param name="fileName">The token file that it is for.</param>
    /// <param name="pid">The process that made it.</param>
    /// <returns>Whether the name has exactly the module's own pattern.</returns>
    public static bool TryParse(string name, out string fileName, out int pid)
    {
        fileName = string.Empty;
        pid = 0;
        if (name.Length == 0 || name[0] != '.' || !name.EndsWith(Suffix, StringComparison.Ordinal))
            return false;

        int randomDot = name.Length - Suffix.Length - RandomDigits - 1;
        if (randomDot < 1 || name[randomDot] != '.' || !All(name, randomDot + 1, randomDot + 1 + RandomDigits, IsHexDigit))
            return false;

        int pidDot = name.LastIndexOf('.', randomDot - 1);
        int pidDigits = randomDot - pidDot - 1;
        if (pidDot < 2 || pidDigits is < 1 or > MaximumPidDigits || !All(name, pidDot + 1, randomDot, IsDigit)
            || !int.TryParse(name.Substring(pidDot + 1, pidDigits), NumberStyles.None, CultureInfo.InvariantCulture, out pid))
        {
            return false;
        }

        fileName = name.Substring(1, pidDot - 1);
        return true;
    }

    private static bool All(string text, int start, int end, Func<char, bool> condition)
    {
        for (int i = start; i < end; i++)
        {
            if (!condition(text[i]))
                return false;
        }

        return true;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsHexDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f');

    // The first eight digits of a version 4 UUID are random ones of the operating system (RFC 9562, section 5.4). A
    // random number generator of its own would load a cryptography library into the session for these four bytes.
    private static string RandomHex() => Guid.NewGuid().ToString("N").Substring(0, RandomDigits);

    private static int CurrentPid() =>
        System.IO.Path.DirectorySeparatorChar == '\\' ? (int)Kernel32.GetCurrentProcessId() : LibC.GetPid();
}
