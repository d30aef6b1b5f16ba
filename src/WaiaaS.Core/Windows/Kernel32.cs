using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Windows;

/// <summary>The file calls of Win32, as learn.microsoft.com/windows/win32/api/fileapi and winbase name them.</summary>
internal static unsafe class Kernel32
{
    private const string Library = "kernel32.dll";

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
    public static extern bool SetFileInformationByHandle(SafeFileHandle file, int kind, byte* information, uint size);

    [DllImport(Library, EntryPoint = "GetVolumeInformationByHandleW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetVolumeInformationByHandle(
        SafeFileHandle file, char* name, uint nameSize, out uint serial, out uint maximumComponent, out uint flags, char* system, uint systemSize);

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
    }
}
