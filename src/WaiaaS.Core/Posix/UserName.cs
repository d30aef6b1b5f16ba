using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WaiaaS.Posix;

/// <summary>Names for user ids.</summary>
internal static unsafe class UserName
{
    // getpwuid keeps its answer in memory that the next call overwrites.
    private static readonly object Gate = new();

    /// <summary>The user's name, or the number where nobody knows it.</summary>
    public static string Of(uint user)
    {
        lock (Gate)
        {
            // pw_name is the first member of struct passwd everywhere.
            IntPtr* entry = (IntPtr*)LibC.GetPwUid(user);
            string? name = entry == null ? null : Marshal.PtrToStringAnsi(*entry);
            return string.IsNullOrEmpty(name) ? "uid " + user.ToString(CultureInfo.InvariantCulture) : name!;
        }
    }
}
