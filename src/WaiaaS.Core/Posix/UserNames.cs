using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary>Names for user ids.</summary>
internal static unsafe class UserNames
{
    // Also the lock: getpwuid keeps its answer in memory that the next call overwrites.
    private static readonly Dictionary<uint, string> Known = [];

    /// <summary>The user's name, or the number where the user database has none.</summary>
    public static string FromUid(uint uid)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(uid, out string name))
                Known[uid] = name = LookUp(uid);
            return name;
        }
    }

    private static string LookUp(uint uid)
    {
        // pw_name is the first member of struct passwd everywhere.
        var entry = (IntPtr*)LibC.GetPwUid(uid);
        string? name = entry == null ? null : Marshal.PtrToStringAnsi(*entry);
        return string.IsNullOrEmpty(name) ? "uid " + uid.ToString(CultureInfo.InvariantCulture) : name!;
    }
}
