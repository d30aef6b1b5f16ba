using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Windows;

/// <summary>The security calls of Win32 (learn.microsoft.com/windows/win32/api/aclapi, securitybaseapi and winbase).</summary>
internal static unsafe class AdvApi32
{
    private const string Library = "advapi32.dll";

    /// <summary>Answers with the error itself, not through the last error.</summary>
    [DllImport(Library)]
    public static extern int GetSecurityInfo(
        SafeFileHandle handle, int objectType, uint information, IntPtr owner, IntPtr group, IntPtr dacl, IntPtr sacl, out IntPtr descriptor);

    [DllImport(Library)]
    public static extern uint GetSecurityDescriptorLength(IntPtr descriptor);

    [DllImport(Library, EntryPoint = "LookupAccountSidW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LookupAccountSid(
        string? system, byte* sid, char* name, ref uint nameSize, char* domain, ref uint domainSize, out int use);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool OpenThreadToken(IntPtr thread, uint access, [MarshalAs(UnmanagedType.Bool)] bool asProcess, out IntPtr token);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ImpersonateSelf(int level);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool RevertToSelf();

    [DllImport(Library, EntryPoint = "LookupPrivilegeValueW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LookupPrivilegeValue(string? system, string name, out Luid value);

    [DllImport(Library, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool AdjustTokenPrivileges(
        IntPtr token, [MarshalAs(UnmanagedType.Bool)] bool disableAll, TokenPrivileges* state, uint previousSize, TokenPrivileges* previous, uint* needed);

    /// <summary>LUID.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Luid
    {
        public uint Low;
        public int High;
    }

    /// <summary>TOKEN_PRIVILEGES with one LUID_AND_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TokenPrivileges
    {
        public uint Count;
        public Luid Privilege;
        public uint Attributes;
    }
}
