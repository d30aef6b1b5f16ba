using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Windows;

/// <summary>The names in an open directory, asked of its handle: no path, so no limit to its length and no other directory.</summary>
internal static unsafe class DirectoryListing
{
    // minwinbase.h, FILE_INFO_BY_HANDLE_CLASS.
    private const int FileIdBothDirectoryInfo = 10;
    private const int FileIdBothDirectoryRestartInfo = 11;

    // winbase.h, FILE_ID_BOTH_DIR_INFO: where its members start.
    private const int AttributesOffset = 56;
    private const int NameLengthOffset = 60;
    private const int NameOffset = 104;

    private const int BufferSize = 64 * 1024;

    /// <summary>All names with their attributes, "." and ".." left out.</summary>
    /// <exception cref="Files.FileSystemException"/>
    public static List<KeyValuePair<string, uint>> Of(SafeFileHandle directory)
    {
        var entries = new List<KeyValuePair<string, uint>>();
        var buffer = new byte[BufferSize];
        fixed (byte* start = buffer)
        {
            int kind = FileIdBothDirectoryRestartInfo;
            while (Kernel32.GetFileInformationByHandleEx(directory, kind, start, BufferSize))
            {
                Take(start, entries);
                kind = FileIdBothDirectoryInfo;
            }
        }

        int error = Win32Error.Last;
        return error is Win32Error.NoMoreFiles or Win32Error.FileNotFound ? entries : throw Win32Error.Failure(error);
    }

    private static void Take(byte* entry, List<KeyValuePair<string, uint>> entries)
    {
        while (true)
        {
            int length = *(int*)(entry + NameLengthOffset) / sizeof(char);
            string name = new((char*)(entry + NameOffset), 0, length);
            if (name is not "." and not "..")
                entries.Add(new KeyValuePair<string, uint>(name, *(uint*)(entry + AttributesOffset)));
            uint next = *(uint*)entry;
            if (next == 0)
                return;
            entry += next;
        }
    }
}
