using System;
using System.Globalization;
using System.IO;
using System.Text;
using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>The names of temporary files: <c>.&lt;file name&gt;.&lt;pid&gt;.&lt;8 hex digits&gt;.tmp</c>.</summary>
internal static class TemporaryName
{
    private const string Suffix = ".tmp";
    private const int RandomDigits = 8;
    private const int MaximumPidDigits = 10;
    private const int MaximumLength = 255;

    /// <summary>A new name, which cannot be guessed and so not be occupied.</summary>
    /// <param name="fileName">The token file that it is for.</param>
    /// <param name="processId">The process that makes it.</param>
    public static string For(string fileName, int processId) =>
        "." + fileName + "." + processId.ToString(CultureInfo.InvariantCulture) + "." + RandomHex() + Suffix;

    /// <summary>Whether the temporary name of a token file is one that file systems take: 255 bytes, on Windows 255 characters.</summary>
    /// <param name="fileName">The token file.</param>
    public static bool HasRoomFor(string fileName)
    {
        int length = Path.DirectorySeparatorChar == '/' ? Encoding.UTF8.GetByteCount(fileName) : fileName.Length;
        return length + MaximumPidDigits + RandomDigits + Suffix.Length + 3 <= MaximumLength;
    }

    /// <summary>Takes a name apart.</summary>
    /// <param name="name">Any file name.</param>
    /// <param name="fileName">The token file that it is for.</param>
    /// <returns>Whether the name has exactly the module's own pattern.</returns>
    public static bool TryParse(string name, out string fileName)
    {
        fileName = string.Empty;
        if (name.Length == 0 || name[0] != '.' || !name.EndsWith(Suffix, StringComparison.Ordinal))
            return false;

        int randomDot = name.Length - Suffix.Length - RandomDigits - 1;
        if (randomDot < 1 || name[randomDot] != '.' || !All(name, randomDot + 1, randomDot + 1 + RandomDigits, IsHexDigit))
            return false;

        int pidDot = name.LastIndexOf('.', randomDot - 1);
        int pidDigits = randomDot - pidDot - 1;
        if (pidDot < 2 || pidDigits is < 1 or > MaximumPidDigits || !All(name, pidDot + 1, randomDot, IsDigit))
            return false;

        fileName = name.Substring(1, pidDot - 1);
        return true;
    }

    /// <summary>Whether a name is that of a temporary file: one of the module's, or of WAIaaS' own writers where they have theirs.</summary>
    /// <param name="directory">The directory's path.</param>
    /// <param name="name">A name in it.</param>
    public static bool IsLeftover(string directory, string name) => TryParse(name, out _) || IsOfWaiaas(directory, name);

    // Elsewhere '<name>.tmp' may be anything.
    private static bool IsOfWaiaas(string directory, string name)
    {
        if (name == TokenLocation.DefaultFileName + Suffix)
            return true;
        return name.EndsWith(Suffix, StringComparison.Ordinal)
            && System.IO.Path.GetFileName(directory) == TokenLocation.WalletDirectoryName
            && WalletId.IsValid(name.Substring(0, name.Length - Suffix.Length));
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
    private static string RandomHex() =>
        BitConverter.ToUInt32(Guid.NewGuid().ToByteArray(), 0).ToString("x8", CultureInfo.InvariantCulture);
}
