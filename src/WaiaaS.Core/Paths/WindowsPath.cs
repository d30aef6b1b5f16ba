using System;

namespace WaiaaS.Paths;

/// <summary>
/// What an absolute path means to Windows (learn.microsoft.com/windows/win32/fileio/naming-a-file). By itself, because
/// <see cref="System.IO.Path"/> takes long paths, <c>\\?\</c> and colons differently on .NET Framework.
/// </summary>
internal static class WindowsPath
{
    private const string ExtendedPrefix = @"\\?\";
    private const string DevicePrefix = @"\\.\";
    private const string ExtendedShare = @"\\?\UNC\";
    private const string ExtendedVolume = @"\\?\Volume{";

    // A directory's path ends 12 characters sooner than a file's 260.
    private const int LongPath = 240;

    // Shares that a file server keeps for named pipes and mailslots ([MS-CIFS] 2.2.4.50, [MS-MAIL]).
    private static readonly string[] ShareOfPipes = ["PIPE", "IPC$", "MAILSLOT"];

    /// <summary>
    /// Whether Windows would open a device, a pipe or an alternate data stream for the path. Call before it is
    /// opened: opening a pipe connects to its server.
    /// </summary>
    public static bool IsDeviceOrStream(string path)
    {
        string? inVolume = PathInVolume(path);
        if (inVolume is null || inVolume.IndexOf(':') >= 0)
            return true;
        return WalletId.IsDeviceName(inVolume.Substring(inVolume.LastIndexOf('\\') + 1));
    }

    /// <summary>Whether a path starts at the root of a drive, or at a server.</summary>
    public static bool IsRooted(string path) =>
        path.Length >= 3 && (path[1] == ':' ? IsSeparator(path[2]) : IsSeparator(path[0]) && IsSeparator(path[1]));

    /// <summary>
    /// Whether a full path is the device that .NET made of the name of one, such as <c>\\.\con</c> of <c>C:\x\con</c>.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="full">What .NET made of it.</param>
    public static bool IsDeviceMadeOf(string path, string full) =>
        full.StartsWith(DevicePrefix, StringComparison.Ordinal) && !(path.Length > 2 && IsSeparator(path[0]) && IsSeparator(path[1]) && path[2] == '.');

    /// <summary>
    /// Whether a name in a full path ends in a space or a dot, which Windows leaves out in some of its functions and keeps
    /// in others: two paths would then be one, or one two.
    /// </summary>
    public static bool HasRewrittenName(string path)
    {
        for (int i = 1; i <= path.Length; i++)
        {
            // The dot of \\.\ was refused before.
            if ((i == path.Length || path[i] == '\\') && path[i - 1] is ' ' or '.')
                return true;
        }

        return false;
    }

    /// <summary>The path of the directory above, or null for the top of a volume or share.</summary>
    public static string? ParentOf(string path)
    {
        string trimmed = path.TrimEnd('\\');
        int separator = trimmed.LastIndexOf('\\');
        if (separator <= 1 || trimmed[trimmed.Length - 1] == ':')
            return null;
        string parent = trimmed.Substring(0, separator);
        return parent[parent.Length - 1] == ':' ? parent + '\\' : parent;
    }

    /// <summary>A path as Win32 takes it at any length (learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation).</summary>
    public static string Extended(string path)
    {
        if (path.Length < LongPath || path.StartsWith(ExtendedPrefix, StringComparison.Ordinal))
            return path;
        return IsShare(path) ? ExtendedShare + path.Substring(2) : ExtendedPrefix + path;
    }

    // Null for a path that leads to no volume and to no share of files.
    private static string? PathInVolume(string path)
    {
        if (path.StartsWith(DevicePrefix, StringComparison.Ordinal))
            return null;
        if (StartsWith(path, ExtendedShare))
            return PathInShare(path.Substring(ExtendedShare.Length));
        if (StartsWith(path, ExtendedVolume))
            return path.Substring(ExtendedVolume.Length);
        bool extended = path.StartsWith(ExtendedPrefix, StringComparison.Ordinal);
        return !extended && IsShare(path) ? PathInShare(path.Substring(2)) : PathInDrive(extended ? path.Substring(ExtendedPrefix.Length) : path);
    }

    private static string? PathInDrive(string path) =>
        path.Length >= 3 && path[1] == ':' && path[2] == '\\' ? path.Substring(3) : null;

    private static string? PathInShare(string path)
    {
        int share = path.IndexOf('\\') + 1;
        if (share <= 1)
            return null;
        int end = path.IndexOf('\\', share);
        string name = end < 0 ? path.Substring(share) : path.Substring(share, end - share);
        bool pipes = Array.Exists(ShareOfPipes, reserved => reserved.Equals(name, StringComparison.OrdinalIgnoreCase));
        return pipes ? null : path.Substring(share + name.Length);
    }

    private static bool IsSeparator(char c) => c is '\\' or '/';

    private static bool IsShare(string path) => path.StartsWith(@"\\", StringComparison.Ordinal);

    private static bool StartsWith(string path, string prefix) => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
