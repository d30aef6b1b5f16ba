using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace WaiaaS.Posix;

/// <summary>What the user database says of user ids.</summary>
internal static unsafe class SystemUsers
{
    // What the kernel shows for an owner whom a user namespace does not map: Documentation/admin-guide/sysctl/fs.rst.
    private const uint OverflowUid = 65534;

    // /proc/self/uid_map where every id is mapped to itself: the first system's own namespace.
    private const string WholeMap = "0 0 4294967295";
    private const int MapSize = 256;

    // Also the lock: getpwuid keeps its answer in memory that the next call overwrites.
    private static readonly Dictionary<uint, (string? Name, string? Home)> Known = [];

    private static readonly Lazy<bool> IsInUserNamespace = new(ReadIsInUserNamespace);

    // struct passwd: pw_dir follows two more strings, pw_passwd and pw_gecos, on Linux, and three and a time on macOS.
    private static int HomeOffset => LibC.IsMacOS ? 48 : 32;

    /// <summary>The user's name, or the number where the user database has none.</summary>
    public static string NameOf(uint uid) => LookUp(uid).Name ?? "uid " + uid.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the user database has this user.</summary>
    public static bool Exists(uint uid) => LookUp(uid).Name is not null && !IsUnmapped(uid);

    /// <summary>The user's home directory; null for none.</summary>
    public static string? HomeOf(uint uid) => LookUp(uid).Home;

    /// <summary>Whether it represents every owner outside this user namespace, of whom nothing is known.</summary>
    public static bool IsUnmapped(uint uid) => uid == OverflowUid && IsInUserNamespace.Value;

    private static (string? Name, string? Home) LookUp(uint uid)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(uid, out (string? Name, string? Home) user))
                Known[uid] = user = Ask(uid);
            return user;
        }
    }

    private static (string? Name, string? Home) Ask(uint uid)
    {
        // pw_name is the first member of struct passwd everywhere.
        var entry = (byte*)LibC.GetPwUid(uid);
        if (entry == null)
            return default;
        string? name = Marshal.PtrToStringAnsi(*(IntPtr*)entry);
        return (string.IsNullOrEmpty(name) ? null : name, Marshal.PtrToStringAnsi(*(IntPtr*)(entry + HomeOffset)));
    }

    private static bool ReadIsInUserNamespace()
    {
        if (LibC.IsMacOS)
            return false;
        byte* map = stackalloc byte[MapSize];
        fixed (byte* path = FileDescriptor.ToCString("/proc/self/uid_map"))
        {
            using FileDescriptor? file = FileDescriptor.Open(path, LibC.O_RDONLY);
            if (file is null)
                return false;
            string text = Encoding.ASCII.GetString(map, file.ReadAll(map, MapSize, expected: -1));
            return string.Join(" ", text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)) != WholeMap;
        }
    }
}
