using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>
/// What "access denied" means. Windows says it of a file that another process has open and of one that may not be
/// replaced or removed. Asking for the right to delete the file tells them apart.
/// </summary>
internal static unsafe class Denial
{
    /// <summary>The failure of a call that would have replaced or removed a file.</summary>
    public static FileSystemException Of(string path)
    {
        using SafeFileHandle file = Handle.Open(path, Handle.Delete, Handle.ShareAll, Handle.NoFollow | Handle.DirectoriesToo);
        if (file.IsInvalid)
        {
            // Denied for good, or for as long as its deletion is pending: only another try can tell.
            bool denied = Win32Error.Last == Win32Error.AccessDenied;
            return Win32Error.MayPass(Win32Error.AccessDenied, denied ? FailureKind.AccessDenied : FailureKind.HeldByOther);
        }

        EntryKind kind = Handle.KindOf(file, out Kernel32.FileInformation information);
        if (kind != EntryKind.Regular)
            return new FileSystemException(kind, string.Empty, string.Empty);
        return (information.Attributes & Handle.ReadOnlyAttribute) != 0
            ? Win32Error.Failure(Win32Error.AccessDenied)
            : Win32Error.MayPass(Win32Error.AccessDenied, FailureKind.HeldByOther);
    }
}
