using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary>Names for user ids.</summary>
internal static unsafe class UserName
{
    // Also the lock: getpwuid keeps its answer in memory that the next call overwrites.
    private static readonly Dictionary<uint, string> Known = [];

    /// <summary>The user's name, or the number where nobody knows it.</summary>
    public static string Of(uint user)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(user, out string name))
                Known[user] = name = LookUp(user);
            return name;
        }
    }

    private static string LookUp(uint user)
    {
        // pw_name is the first member of struct passwd everywhere.
        var entry = (IntPtr*)LibC.GetPwUid(user);
        string? name = entry == null ? null : Marshal.PtrToStringAnsi(*entry);
        return string.IsNullOrEmpty(name) ? "uid " + user.ToString(CultureInfo.InvariantCulture) : name!;
    }
}
