using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Windows;

/// <summary>The security calls of Win32 (learn.microsoft.com/windows/win32/api/aclapi).</summary>
internal static class AdvApi32
{
    private const string Library = "advapi32.dll";

    /// <summary>Answers with the error itself, not through the last error.</summary>
    [DllImport(Library)]
    public static extern int GetSecurityInfo(
        SafeFileHandle handle, int objectType, uint information, IntPtr owner, IntPtr group, IntPtr dacl, IntPtr sacl, out IntPtr descriptor);

    [DllImport(Library)]
    public static extern uint GetSecurityDescriptorLength(IntPtr descriptor);
}
