using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Windows;

/// <summary>
/// One step in which a file takes another's name. POSIX semantics first: they replace a file that others have open.
/// Then, for volumes and versions that do not know them, <c>MoveFileEx</c>. Never a deletion before a rename.
/// </summary>
internal static unsafe class AtomicRename
{
    // ntifs.h, FILE_RENAME_INFORMATION; SetFileInformationByHandle, FileRenameInfoEx.
    private const int FileRenameInfoEx = 22;
    private const uint FILE_RENAME_REPLACE_IF_EXISTS = 0x1;
    private const uint FILE_RENAME_POSIX_SEMANTICS = 0x2;

    // winbase.h, MoveFileEx.
    private const uint MOVEFILE_REPLACE_EXISTING = 0x1;
    private const uint MOVEFILE_WRITE_THROUGH = 0x8;

    /// <summary>Renames, and has it on the disk before it returns.</summary>
    /// <param name="file">The file, open for deletion and with FILE_FLAG_WRITE_THROUGH.</param>
    /// <param name="source">Its path.</param>
    /// <param name="target">The path to give it.</param>
    /// <exception cref="FileSystemException"/>
    public static void Replace(SafeFileHandle file, string source, string target)
    {
        int error = WithPosixSemantics(file, target);
        if (error is Win32Error.ERROR_INVALID_PARAMETER or Win32Error.ERROR_NOT_SUPPORTED or Win32Error.ERROR_INVALID_FUNCTION)
            error = Move(source, target);
        if (error == 0)
            return;
        throw error == Win32Error.ERROR_ACCESS_DENIED ? AccessDenied.Classify(target) : Win32Error.ToException(error);
    }

    // CreateFileW: FILE_FLAG_WRITE_THROUGH "also makes NTFS flush any metadata changes, such as … a rename operation".
    private static int WithPosixSemantics(SafeFileHandle file, string target)
    {
        string name = WindowsPath.Extended(target);
        int nameBytes = name.Length * sizeof(char);
        int nameOffset = sizeof(RenameInformation);
        var information = new byte[nameOffset + nameBytes + sizeof(char)];
        fixed (byte* start = information)
        {
            var header = (RenameInformation*)start;
            header->Flags = FILE_RENAME_REPLACE_IF_EXISTS | FILE_RENAME_POSIX_SEMANTICS;
            header->NameLength = (uint)nameBytes;
            for (int i = 0; i < name.Length; i++)
                ((char*)(start + RenameInformation.NameOffset))[i] = name[i];
            return Kernel32.SetFileInformationByHandle(file, FileRenameInfoEx, start, (uint)information.Length) ? 0 : Win32Error.Last;
        }
    }

    private static int Move(string source, string target) =>
        Kernel32.MoveFileEx(WindowsPath.Extended(source), WindowsPath.Extended(target), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) ? 0 : Win32Error.Last;

    /// <summary>FILE_RENAME_INFO up to its name.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct RenameInformation
    {
        public uint Flags;
        public void* RootDirectory;
        public uint NameLength;

        /// <summary>The name follows the length at once, without padding.</summary>
        public static int NameOffset => (int)Marshal.OffsetOf<RenameInformation>(nameof(NameLength)) + sizeof(uint);
    }
}
