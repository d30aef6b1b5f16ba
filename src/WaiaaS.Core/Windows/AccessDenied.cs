using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using static WaiaaS.Windows.Win32File;

namespace WaiaaS.Windows;

/// <summary>
/// What "access denied" means. Windows says it of a file that another process has open and of one that may not be
/// replaced or removed. Asking for the right to delete the file tells them apart.
/// </summary>
internal static unsafe class AccessDenied
{
    /// <summary>The exception for a call that would have replaced or removed a file.</summary>
    public static FileSystemException Classify(string path)
    {
        using SafeFileHandle file = Win32File.Open(path, DELETE, ShareAll, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS);
        if (file.IsInvalid)
        {
            // Denied for good, or for as long as its deletion is pending: only another try can tell.
            bool denied = Win32Error.Last == Win32Error.ERROR_ACCESS_DENIED;
            return Win32Error.ToTransientException(Win32Error.ERROR_ACCESS_DENIED, denied ? FileSystemError.AccessDenied : FileSystemError.SharingViolation);
        }

        FileType type = Win32File.TypeOf(file, out Kernel32.FileInformation information);
        if (type != FileType.Regular)
            return new FileSystemException(type);
        return (information.Attributes & FILE_ATTRIBUTE_READONLY) != 0
            ? Win32Error.ToException(Win32Error.ERROR_ACCESS_DENIED)
            : Win32Error.ToTransientException(Win32Error.ERROR_ACCESS_DENIED, FileSystemError.SharingViolation);
    }
}
