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
        string? variable = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(variable) ? Home() + System.IO.Path.DirectorySeparatorChar + Name : variable!;
    }

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
