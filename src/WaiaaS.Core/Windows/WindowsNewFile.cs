using System;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>A file that was just created, with nothing in it.</summary>
internal sealed unsafe class WindowsNewFile : INewFile
{
    private readonly SafeFileHandle _file;

    public WindowsNewFile(SafeFileHandle file) => _file = file;

    // Creating it did all: owner and DACL were in the same call. A volume without them was told of before.
    public bool SettleAccess() => true;

    public void Write(byte* content, int length)
    {
        int total = 0;
        while (total < length)
        {
            if (!Kernel32.WriteFile(_file, content + total, (uint)(length - total), out uint count, IntPtr.Zero))
                throw Win32Error.Failure();
            total += (int)count;
        }
    }

    public void Flush()
    {
        if (!Kernel32.FlushFileBuffers(_file))
            throw Win32Error.Failure();
    }

    // Windows reports nothing at closing; the flush has said all there is to say.
    public void Close() => _file.Dispose();

    public void Dispose() => _file.Dispose();
}
