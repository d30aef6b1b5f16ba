using System;
using System.ComponentModel;
using System.Diagnostics;
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
            location.FullPath, Handle.GenericRead | Handle.ReadControl, Handle.ShareAll, Handle.NoFollow | Handle.DirectoriesToo);
        if (!file.IsInvalid)
            return new WindowsOpenedFile(file, location.Directory);

        // A file whose deletion is pending answers access denied too, and is gone a moment later.
        int error = Win32Error.Last;
        throw error == Win32Error.AccessDenied
            ? Win32Error.FailureWhereHeldMeansDenied(error, FailureKind.AccessDenied)
            : Win32Error.Failure(error);
    }

    public bool OthersCanWriteTo(string directory) => AccessOfDirectory(directory).OthersCanSwapNames;

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

    public string CommandToClose(string path) =>
        "icacls " + Quoted(path) + " /inheritance:r /grant:r *" + AccessControl.CurrentUser().Value + ":F *S-1-5-18:F";

    public string CommandToCloseDirectory(string path) =>
        "icacls " + Quoted(path) + " /inheritance:r /grant:r *" + AccessControl.CurrentUser().Value + ":(OI)(CI)F *S-1-5-18:(OI)(CI)F";

    /// <summary>Owner and DACL of a directory. Links are followed.</summary>
    internal static AccessControl AccessOfDirectory(string path)
    {
        using SafeFileHandle directory = Handle.Open(path, Handle.ReadControl, Handle.ShareAll, Handle.DirectoriesToo);
        return directory.IsInvalid ? throw Win32Error.Failure() : AccessControl.Of(directory);
    }

    private static string Quoted(string path) => "'" + path.Replace("'", "''") + "'";
}
