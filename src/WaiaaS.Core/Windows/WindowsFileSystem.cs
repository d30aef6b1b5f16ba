using System.Collections.Generic;
using System.Linq;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using static WaiaaS.Windows.Win32File;

namespace WaiaaS.Windows;

/// <summary>Windows.</summary>
internal sealed unsafe class WindowsFileSystem : ITokenFileSystem
{
    public int ProcessId { get; } = (int)Kernel32.GetCurrentProcessId();

    public ITokenDirectory OpenOrCreateDirectory(string path) => WindowsDirectory.OpenOrCreate(path);

    public ITokenDirectory OpenDirectory(string path) => WindowsDirectory.Open(path);

    public ITokenDirectory OpenDirectoryForReading(string path) => WindowsDirectory.OpenForReading(path);

    public string CommandToClose(string path) => CommandToClose(path, ":F");

    public string CommandToCloseDirectory(string path) => CommandToClose(path, ":(OI)(CI)F");

    // Quoted for PowerShell, which would evaluate the parentheses. What is inherited goes with /inheritance:r; what was
    // granted to others on the spot has to be named.
    private static string CommandToClose(string path, string rights)
    {
        string command = "icacls " + Quoted(path) + " /inheritance:r /grant:r "
            + Quoted("*" + Sids.Current().Value + rights) + " " + Quoted("*" + Sids.LocalSystem.Value + rights);
        string others = string.Concat(OthersIn(path).Select(account => " " + Quoted("*" + account.Value)));
        return others.Length == 0 ? command : command + " /remove:g" + others;
    }

    private static IEnumerable<SecurityIdentifier> OthersIn(string path)
    {
        using SafeFileHandle file = Win32File.Open(path, READ_CONTROL, ShareAll, FILE_FLAG_BACKUP_SEMANTICS);
        try
        {
            return file.IsInvalid ? [] : FileSecurity.Of(file).Others();
        }
        catch (FileSystemException)
        {
            return [];
        }
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''") + "'";
}
