using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Windows;

/// <summary>Windows.</summary>
internal sealed unsafe class WindowsFileSystem : ITokenFileSystem
{
    public ITokenDirectory OpenOrCreateDirectory(string path) => WindowsDirectory.OpenOrCreate(path);

    public ITokenDirectory OpenDirectory(string path) => WindowsDirectory.Open(path);

    public IOpenedFile OpenForReading(TokenLocation location)
    {
        SafeFileHandle file = Handle.Open(
            location.FullPath, Handle.GenericRead, Handle.ShareAll, Handle.NoFollow | Handle.DirectoriesToo);
        if (!file.IsInvalid)
            return new WindowsOpenedFile(file, location.Directory);

        // A file whose deletion is pending answers access denied too, and is gone a moment later.
        int error = Win32Error.Last;
        throw error == Win32Error.AccessDenied ? Win32Error.MayPass(error, FailureKind.AccessDenied) : Win32Error.Failure(error);
    }

    public bool OthersCanWriteTo(string directory) => TryAccessOf(directory) is { OthersCanSwapNames: true };

    public bool IsOwnProcess(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            // It runs, and we may not look at it: not ours.
            return false;
        }
    }

    public string CommandToClose(string path) => CommandToClose(path, ":F");

    public string CommandToCloseDirectory(string path) => CommandToClose(path, ":(OI)(CI)F");

    /// <summary>Owner and DACL of what a path leads to, links followed; null where they cannot be asked for.</summary>
    internal static AccessControl? TryAccessOf(string path)
    {
        using SafeFileHandle file = Handle.Open(path, Handle.ReadControl, Handle.ShareAll, Handle.DirectoriesToo);
        try
        {
            return file.IsInvalid ? null : AccessControl.Of(file);
        }
        catch (FileSystemException)
        {
            return null;
        }
    }

    // Quoted for PowerShell, which would evaluate the parentheses. What is inherited goes with /inheritance:r; what was
    // granted to others on the spot has to be named.
    private static string CommandToClose(string path, string rights)
    {
        string command = "icacls " + Quoted(path) + " /inheritance:r /grant:r "
            + Quoted("*" + Account.Current().Value + rights) + " " + Quoted("*" + Account.LocalSystem.Value + rights);
        string others = string.Concat((TryAccessOf(path)?.Others() ?? []).Select(account => " " + Quoted("*" + account.Value)));
        return others.Length == 0 ? command : command + " /remove:g" + others;
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''") + "'";
}
