using System;

namespace WaiaaS.Posix;

/// <summary>Where paths and links lead.</summary>
internal static unsafe class RealPath
{
    private const int PATH_MAX = 4096;

    /// <summary>The path without links; null where it leads nowhere.</summary>
    public static string? Of(string path)
    {
        byte* resolved = stackalloc byte[PATH_MAX];
        fixed (byte* name = FileDescriptor.ToCString(path))
            return LibC.RealPath(name, resolved) == IntPtr.Zero ? null : Text(resolved, Length(resolved));
    }

    /// <summary>What a link holds; null where it is none any more.</summary>
    public static string? TargetOf(string link)
    {
        byte* target = stackalloc byte[PATH_MAX];
        fixed (byte* name = FileDescriptor.ToCString(link))
        {
            nint length = LibC.ReadLink(name, target, PATH_MAX);
            return length <= 0 ? null : Text(target, (int)length);
        }
    }

    private static string Text(byte* bytes, int length) => System.Text.Encoding.UTF8.GetString(bytes, length);

    private static int Length(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
            length++;
        return length;
    }
}
