using System;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace WaiaaS.Files;

/// <summary>The names of temporary files: <c>.&lt;file name&gt;.&lt;pid&gt;.&lt;8 hex digits&gt;.tmp</c>.</summary>
internal static class TemporaryName
{
    private const string Suffix = ".tmp";
    private const int RandomDigits = 8;
    private const int MaximumPidDigits = 10;

    private static readonly RandomNumberGenerator Randomness = RandomNumberGenerator.Create();
    private static readonly string Pid = CurrentPid();

    /// <summary>A new name, which nobody can guess and so nobody can occupy.</summary>
    public static string For(string fileName)
    {
        var random = new byte[RandomDigits / 2];
        Randomness.GetBytes(random);
        return "." + fileName + "." + Pid + "."
            + BitConverter.ToUInt32(random, 0).ToString("x8", CultureInfo.InvariantCulture) + Suffix;
    }

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

    private static string CurrentPid()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id.ToString(CultureInfo.InvariantCulture);
    }
}
