using System;
using System.IO;
using System.Management.Automation;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>What a path that a user gives means: relative to the PowerShell location, through PSDrives, with <c>~</c>.</summary>
internal static class PSPathResolver
{
    private const string FileSystemProvider = "FileSystem";
    private const string FileSystemQualifier = @"Microsoft.PowerShell.Core\FileSystem::";

    /// <summary>The absolute path in the file system. Wildcards are ordinary characters, and nothing is touched.</summary>
    /// <exception cref="TokenException"><see cref="TokenError.PathNotFileSystem"/>.</exception>
    public static string ToFileSystemPath(PathIntrinsics session, string path)
    {
        if (path.Length == 0)
            throw new TokenException(TokenError.PathNotFileSystem, null, Messages.PathEmpty);
        if (!IsUnicode(path))
            throw new TokenException(TokenError.PathNotFileSystem, null, Messages.PathIsNotUnicode);
        if (path == SafeText.Token || TokenRecognizer.IsIn(path))
            throw new TokenException(TokenError.PathNotFileSystem, null, Messages.PathLooksLikeToken);
        if (SafeText.IsMark(path))
            throw new TokenException(TokenError.PathNotFileSystem, null, Messages.PathIsNotText);

        // On POSIX such a path means the same to every provider and drive, and asking PowerShell costs more than the write.
        if (path[0] == '/' && IsPosix)
            return Normalized(path, WithSlashes(path));

        string resolved;
        ProviderInfo provider;
        try
        {
            resolved = session.GetUnresolvedProviderPathFromPSPath(Qualified(path), out provider, out _);
        }
        catch (ProviderNotFoundException) when (IsRooted(path))
        {
            // A session that shows cmdlets and no provider (JEA): the path is the operating system's own.
            return Normalized(path, path);
        }
        catch (Exception unknown) when (unknown is SessionStateException or ProviderInvocationException or NotSupportedException or ArgumentException)
        {
            throw new TokenException(TokenError.PathNotFileSystem, path, Messages.PathNotResolved(path, unknown.Message));
        }

        if (provider.Name != FileSystemProvider)
            throw new TokenException(TokenError.PathNotFileSystem, path, Messages.PathNotFileSystem(path, provider.Name));

        // PowerShell gives some paths back as they are (PowerShell/PowerShell#9244): a server's, and one behind 'FileSystem::'.
        return IsRooted(resolved)
            ? Normalized(path, WithSlashes(resolved))
            : throw new TokenException(TokenError.PathNotFileSystem, path, Messages.PathNotRooted(path));
    }

    private static bool IsPosix => Path.DirectorySeparatorChar == '/';

    // An absolute path means the same wherever the user is, be it Env: or a registry key.
    private static string Qualified(string path) =>
        !IsPosix && path.StartsWith(@"\\", StringComparison.Ordinal) ? FileSystemQualifier + path : path;

    private static bool IsRooted(string path) => IsPosix ? path.StartsWith("/", StringComparison.Ordinal) : WindowsPath.IsRooted(path);

    // As PowerShell's own cmdlets do on POSIX, also with an absolute path.
    private static string WithSlashes(string path) => IsPosix ? path.Replace('\\', '/') : path;

    private static string Normalized(string given, string resolved)
    {
        try
        {
            string full = Path.GetFullPath(resolved);
            if (WindowsPath.IsDeviceMadeOf(resolved, full))
                throw TokenLocation.DeviceOrStream(given);
            string root = Path.GetPathRoot(full) ?? string.Empty;
            return full.Length > root.Length ? full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) : full;
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new TokenException(TokenError.PathNotFileSystem, given, Messages.PathNotResolved(given, unusable.Message));
        }
    }

    /// <summary>Whether a path ends like a directory's, so that it names no file.</summary>
    public static bool NamesDirectory(string path) =>
        path.Length > 0 && path[path.Length - 1] is '/' or '\\';

    // Half of a surrogate pair would become another name on its way to the file system.
    private static bool IsUnicode(string path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (!char.IsSurrogate(path[i]))
                continue;
            if (!char.IsSurrogatePair(path, i))
                return false;
            i++;
        }

        return true;
    }
}
