using System;

namespace WaiaaS.Paths;

/// <summary>Where the data directory is: what the caller says, else the environment, else the home directory.</summary>
internal static class DataDirectory
{
    /// <summary>The environment variable that every part of WAIaaS looks at.</summary>
    public const string Variable = "WAIAAS_DATA_DIR";

    private const string Name = ".waiaas";

    /// <summary>The data directory, as written: it may be relative, and to whom is the caller's to say.</summary>
    /// <param name="given">What the caller says; null when nothing.</param>
    /// <exception cref="TokenException"><see cref="TokenError.HomeDirectoryNotFound"/>.</exception>
    public static string Find(string? given)
    {
        if (given is not null)
            return given;
        return FromEnvironment() ?? Home() + System.IO.Path.DirectorySeparatorChar + Name;
    }

    /// <summary>
    /// Whether a value of <see cref="Variable"/> means the same directory to all of WAIaaS. Its own programs do not expand
    /// <c>~</c>, know no drives of a shell, and resolve a relative value against their own working directory.
    /// </summary>
    public static bool IsUnambiguous(string value)
    {
        if (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[value.Length - 1]))
            return false;
        return System.IO.Path.DirectorySeparatorChar == '\\' ? WindowsPath.IsRooted(value) : value[0] == '/' && value.IndexOf('\\') < 0;
    }

    /// <summary>The value of <see cref="Variable"/>; null where it is not set, or empty.</summary>
    public static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    // Node's os.homedir() asks the same variables first, so that all parts of WAIaaS find the same file.
    private static string Home()
    {
        bool windows = System.IO.Path.DirectorySeparatorChar == '\\';
        string? home = Environment.GetEnvironmentVariable(windows ? "USERPROFILE" : "HOME");
        if (!string.IsNullOrEmpty(home))
            return home!.Length > 1 ? home.TrimEnd(System.IO.Path.DirectorySeparatorChar) : string.Empty;

        // .NET answers "/" where POSIX knows no home directory; a token in the root directory is of no use.
        string known = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (known.Length > 1)
            return known;
        throw new TokenException(TokenError.HomeDirectoryNotFound, null, Messages.HomeDirectoryNotFound, Remedy.NameDataDirectory);
    }
}
