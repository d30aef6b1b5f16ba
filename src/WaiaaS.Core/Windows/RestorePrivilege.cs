using System;
using System.Runtime.InteropServices;

namespace WaiaaS.Windows;

/// <summary>
/// The right to create files that belong to another user (SeRestorePrivilege), for this thread and until disposal.
/// SYSTEM and elevated processes hold it, but switched off.
/// </summary>
internal sealed unsafe class RestorePrivilege : IDisposable
{
    // winnt.h: SecurityImpersonation, TOKEN_ADJUST_PRIVILEGES, TOKEN_QUERY, SE_PRIVILEGE_ENABLED.
    private const int SecurityImpersonation = 2;
    private const uint AdjustAndQuery = 0x20 | 0x8;
    private const uint SE_PRIVILEGE_ENABLED = 0x2;

    private RestorePrivilege()
    {
    }

    /// <summary>Switches it on.</summary>
    /// <returns>Null where that cannot be done: it is not held, or the thread already impersonates.</returns>
    public static RestorePrivilege? TryEnable()
    {
        if (AdvApi32.OpenThreadToken(Kernel32.GetCurrentThread(), AdjustAndQuery, true, out IntPtr other))
        {
            Kernel32.CloseHandle(other);
            return null;
        }

        if (Marshal.GetLastWin32Error() != Win32Error.ERROR_NO_TOKEN || !AdvApi32.ImpersonateSelf(SecurityImpersonation))
            return null;
        var privilege = new RestorePrivilege();
        if (Enable())
            return privilege;
        privilege.Dispose();
        return null;
    }

    public void Dispose()
    {
        // A thread that kept the other token would do what follows with the wrong rights.
        if (!AdvApi32.RevertToSelf())
            Environment.FailFast(null);
    }

    private static bool Enable()
    {
        if (!AdvApi32.OpenThreadToken(Kernel32.GetCurrentThread(), AdjustAndQuery, true, out IntPtr token))
            return false;
        try
        {
            var privileges = new AdvApi32.TokenPrivileges { Count = 1, Attributes = SE_PRIVILEGE_ENABLED };
            return AdvApi32.LookupPrivilegeValue(null, "SeRestorePrivilege", out privileges.Privilege)
                && AdvApi32.AdjustTokenPrivileges(token, false, &privileges, 0, null, null)

                // It succeeds without the privilege too, and then says ERROR_NOT_ALL_ASSIGNED.
                && Marshal.GetLastWin32Error() == 0;
        }
        finally
        {
            Kernel32.CloseHandle(token);
        }
    }
}
