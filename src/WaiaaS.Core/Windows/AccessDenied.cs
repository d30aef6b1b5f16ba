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
    /// <summary>Fails where a file cannot be replaced or removed now.</summary>
    /// <exception cref="FileSystemException">What replacing it would give.</exception>
    public static void Check(string path)
    {
        using SafeFileHandle file = Win32File.Open(path, DELETE, ShareAll, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS);
        if (!file.IsInvalid)
        {
            _ = Win32File.TypeOf(file, out Kernel32.FileInformation information);
            if ((information.Attributes & FILE_ATTRIBUTE_READONLY) != 0)
                throw Win32Error.ToException(Win32Error.ERROR_ACCESS_DENIED);
            return;
        }

        int error = Win32Error.Last;
        if (error == Win32Error.ERROR_ACCESS_DENIED)
            throw Classify(path);
        if (error != Win32Error.ERROR_FILE_NOT_FOUND)
            throw Win32Error.ToException(error);
    }

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
