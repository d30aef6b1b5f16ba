using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Windows;

/// <summary>The file calls of Win32, as learn.microsoft.com/windows/win32/api/fileapi and winbase name them.</summary>
internal static unsafe class Kernel32
{
    private const string Library = "kernel32.dll";

    // The last moment that .NET knows, in the 100 ns since 1601 of a FILETIME.
    private const long LatestFileTime = 2650467743999999999;

    [DllImport(Library, EntryPoint = "CreateFileW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern SafeFileHandle CreateFile(
        string path, uint access, uint share, SecurityAttributes* security, uint disposition, uint flags, IntPtr template);

    [DllImport(Library, EntryPoint = "CreateDirectoryW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CreateDirectory(string path, SecurityAttributes* security);

    [DllImport(Library, EntryPoint = "DeleteFileW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool DeleteFile(string path);

    [DllImport(Library, EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool MoveFileEx(string source, string target, uint flags);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ReadFile(SafeFileHandle file, byte* buffer, uint count, out uint read, IntPtr overlapped);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool WriteFile(SafeFileHandle file, byte* buffer, uint count, out uint written, IntPtr overlapped);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool FlushFileBuffers(SafeFileHandle file);

    [DllImport(Library, SetLastError = true)]
    public static extern uint GetFileType(SafeFileHandle file);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetFileInformationByHandle(SafeFileHandle file, out FileInformation information);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetFileInformationByHandleEx(SafeFileHandle file, int kind, byte* information, uint size);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetFileInformationByHandle(SafeFileHandle file, int kind, byte* information, uint size);

    [DllImport(Library, EntryPoint = "GetVolumeInformationByHandleW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetVolumeInformationByHandle(
        SafeFileHandle file, char* name, uint nameSize, out uint serial, out uint maximumComponent, out uint flags, char* system, uint systemSize);

    [DllImport(Library, EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern uint GetFinalPathNameByHandle(SafeFileHandle file, char* path, uint size, uint flags);

    [DllImport(Library)]
    public static extern IntPtr GetCurrentThread();

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CloseHandle(IntPtr handle);

    [DllImport(Library)]
    public static extern uint GetCurrentProcessId();

    [DllImport(Library)]
    public static extern IntPtr LocalFree(IntPtr memory);

    /// <summary>SECURITY_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SecurityAttributes
    {
        public int Length;
        public void* Descriptor;
        public int InheritHandle;
    }

    /// <summary>BY_HANDLE_FILE_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    internal struct FileInformation
    {
        public uint Attributes;
        public long CreationTime;
        public long LastAccessTime;
        public long LastWriteTime;
        public uint VolumeSerialNumber;
        public uint SizeHigh;
        public uint SizeLow;
        public uint Links;
        public uint IndexHigh;
        public uint IndexLow;

        /// <summary>Whether both are of one file.</summary>
        public readonly bool IsSameFile(FileInformation other) =>
            VolumeSerialNumber == other.VolumeSerialNumber && IndexHigh == other.IndexHigh && IndexLow == other.IndexLow;

        /// <summary>When the content was last written; the start of time where the file system does not know.</summary>
        public readonly DateTimeOffset LastWrite =>
            LastWriteTime is > 0 and <= LatestFileTime ? DateTimeOffset.FromFileTime(LastWriteTime) : default;
    }
}
