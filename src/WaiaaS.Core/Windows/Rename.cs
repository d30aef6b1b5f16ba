using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>
/// One step in which a file takes another's name. POSIX semantics first: they replace a file that others have open.
/// Then, for volumes and versions that do not know them, <c>MoveFileEx</c>. Never a deletion before a rename.
/// </summary>
internal static unsafe class Rename
{
    // ntifs.h, FILE_RENAME_INFORMATION; SetFileInformationByHandle, FileRenameInfoEx.
    private const int FileRenameInfoEx = 22;
    private const uint ReplaceIfExists = 0x1;
    private const uint PosixSemantics = 0x2;

    // winbase.h, MoveFileEx.
    private const uint ReplaceExisting = 0x1;
    private const uint MoveWriteThrough = 0x8;

    /// <summary>Renames, and has it on the disk before it returns.</summary>
    /// <exception cref="FileSystemException"/>
    public static void Over(string source, string target)
    {
        int error = WithPosixSemantics(source, target);
        if (error is Win32Error.InvalidParameter or Win32Error.NotSupported or Win32Error.InvalidFunction)
            error = Move(source, target);
        if (error == 0)
            return;
        throw error == Win32Error.AccessDenied ? Denial.Of(target) : Win32Error.Failure(error);
    }

    private static int WithPosixSemantics(string source, string target)
    {
        // CreateFileW: FILE_FLAG_WRITE_THROUGH "also makes NTFS flush any metadata changes, such as … a rename operation".
        using SafeFileHandle file = Handle.Open(source, Handle.Delete, Handle.ShareAll, Handle.NoFollow | Handle.WriteThrough);
        if (file.IsInvalid)
            return Win32Error.Last;

        string name = FilePath.Extended(target);
        int nameBytes = name.Length * sizeof(char);
        int nameOffset = sizeof(RenameInformation);
        var information = new byte[nameOffset + nameBytes + sizeof(char)];
        fixed (byte* start = information)
        {
            var header = (RenameInformation*)start;
            header->Flags = ReplaceIfExists | PosixSemantics;
            header->NameLength = (uint)nameBytes;
            for (int i = 0; i < name.Length; i++)
                ((char*)(start + RenameInformation.NameOffset))[i] = name[i];
            return Kernel32.SetFileInformationByHandle(file, FileRenameInfoEx, start, (uint)information.Length) ? 0 : Win32Error.Last;
        }
    }

    private static int Move(string source, string target) =>
        Kernel32.MoveFileEx(FilePath.Extended(source), FilePath.Extended(target), ReplaceExisting | MoveWriteThrough) ? 0 : Win32Error.Last;

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
