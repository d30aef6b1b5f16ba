using System;
using System.Globalization;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>A token under a temporary name, removed on disposal if and only if it was not committed.</summary>
internal sealed unsafe class TemporaryFile : IDisposable
{
    // Ctrl+C ends the wait for a rename, and must not end the removal that comes of it.
    private static readonly RetryPolicy Removal = new(RetryPolicy.DefaultRetries, logger: null);

    private readonly ITokenDirectory _directory;
    private readonly TokenLocation _target;
    private readonly INewFile _file;
    private readonly string _name;
    private bool _committed;
    private bool _disposed;

    /// <param name="directory">The opened directory of the target.</param>
    /// <param name="target">The token file that it will replace.</param>
    /// <param name="processId">This process.</param>
    /// <exception cref="FileSystemException">There is no file.</exception>
    public TemporaryFile(ITokenDirectory directory, TokenLocation target, int processId)
    {
        _directory = directory;
        _target = target;
        _name = TemporaryName.For(target.FileName, processId);
        _file = directory.Create(_name);
    }

    /// <summary>What it was created with; the committed token keeps that. Closed on disposal.</summary>
    public INewFile File => _file;

    /// <summary>Its path once disposed, if it could not be removed; else null.</summary>
    public string? LeftoverPath { get; private set; }

    /// <summary>Writes the token, makes it durable under the temporary name, and closes the file.</summary>
    /// <exception cref="FileSystemException"/>
    public void Write(Token token)
    {
        _file.Write(token.Bytes, token.Length);

        // Before the rename: else a power cut can leave the new name with empty pages behind it.
        _file.Flush();
        _file.Close();
    }

    /// <summary>Renames it over the target. Can be tried again.</summary>
    /// <exception cref="FileSystemException"/>
    public void Commit()
    {
        _directory.Replace(_name, _target.FileName);
        _committed = true;
    }

    public void Dispose()
    {
        // Once: a removal that succeeds after the error was told would make that error wrong.
        if (_disposed)
            return;
        _disposed = true;
        _file.Dispose();
        if (_committed)
            return;
        try
        {
            Removal.Run(_target, () => _directory.Delete(_name));
        }
        catch (FileSystemException reason)
        {
            LeftoverPath = reason.Error == FileSystemError.NotFound ? null : System.IO.Path.Combine(_target.Directory, _name);
        }
    }
}

/// <summary>The names of temporary files: <c>.&lt;file name&gt;.&lt;pid&gt;.&lt;8 hex digits&gt;.tmp</c>.</summary>
internal static class TemporaryName
{
    private const string Suffix = ".tmp";
    private const int RandomDigits = 8;
    private const int MaximumPidDigits = 10;

    /// <summary>A new name, which cannot be guessed and so not be occupied.</summary>
    /// <param name="fileName">The token file that it is for.</param>
    /// <param name="processId">The process that makes it.</param>
    public static string For(string fileName, int processId) =>
        "." + fileName + "." + processId.ToString(CultureInfo.InvariantCulture) + "." + RandomHex() + Suffix;

    /// <summary>Takes a name apart.</summary>
    /// <param name="name">Any file name.</param>
    /// <param name="fileName">The token file that it is for.</param>
    /// <param name="processId">The process that made it.</param>
    /// <returns>Whether the name has exactly the module's own pattern.</returns>
    public static bool TryParse(string name, out string fileName, out int processId)
    {
        fileName = string.Empty;
        processId = 0;
        if (name.Length == 0 || name[0] != '.' || !name.EndsWith(Suffix, StringComparison.Ordinal))
            return false;

        int randomDot = name.Length - Suffix.Length - RandomDigits - 1;
        if (randomDot < 1 || name[randomDot] != '.' || !All(name, randomDot + 1, randomDot + 1 + RandomDigits, IsHexDigit))
            return false;

        int pidDot = name.LastIndexOf('.', randomDot - 1);
        int pidDigits = randomDot - pidDot - 1;
        if (pidDot < 2 || pidDigits is < 1 or > MaximumPidDigits || !All(name, pidDot + 1, randomDot, IsDigit)
            || !int.TryParse(name.Substring(pidDot + 1, pidDigits), NumberStyles.None, CultureInfo.InvariantCulture, out processId))
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
}
