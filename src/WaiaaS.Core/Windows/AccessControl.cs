using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Windows;

/// <summary>Owner and DACL of an open file or directory, and what they mean for a token.</summary>
internal sealed class AccessControl
{
    // [MS-DTYP] 2.4.2.4, well-known SIDs.
    private static readonly SecurityIdentifier LocalSystem = new("S-1-5-18");
    private static readonly SecurityIdentifier Administrators = new("S-1-5-32-544");
    private static readonly SecurityIdentifier OwnerRights = new("S-1-3-4");

    private const int FileObject = 1;
    private const uint OwnerAndDacl = 0x1 | 0x4;

    // [MS-DTYP] 2.4.3 and winnt.h; the bits of a directory's mask have names of their own (FILE_ADD_FILE, FILE_DELETE_CHILD).
    private const int ReadData = 0x1;
    private const int WriteData = 0x2;
    private const int AppendData = 0x4;
    private const int DeleteChild = 0x40;
    private const int WriteDac = 0x40000;
    private const int WriteOwner = 0x80000;
    private const int GenericAll = 0x10000000;
    private const int GenericWrite = 0x40000000;
    private const int GenericRead = unchecked((int)0x80000000);
    private const int TakesOver = WriteDac | WriteOwner | GenericAll;
    private const int ReadsOrWrites = ReadData | WriteData | AppendData | GenericRead | GenericWrite | TakesOver;
    private const int SwapsNames = WriteData | AppendData | DeleteChild | GenericWrite | TakesOver;

    private readonly RawSecurityDescriptor _descriptor;
    private readonly SecurityIdentifier _user;

    private AccessControl(RawSecurityDescriptor descriptor, SecurityIdentifier user)
    {
        _descriptor = descriptor;
        _user = user;
    }

    public SecurityIdentifier? Owner => _descriptor.Owner;

    /// <summary>Whether anybody but the owner and the system may read or write the file.</summary>
    public bool OthersCanReadOrWrite => OthersHave(ReadsOrWrites);

    /// <summary>Whether anybody but the owner and the system may add and remove names in the directory.</summary>
    public bool OthersCanSwapNames => OthersHave(SwapsNames);

    /// <summary>Whether the owner is the current user, SYSTEM or Administrators.</summary>
    public bool OwnerIsUserOrSystem => Owner is { } owner && (owner == _user || IsSystem(owner));

    /// <summary>Whether an account is SYSTEM or Administrators, who can read everything anyway.</summary>
    public static bool IsSystem(SecurityIdentifier account) => account == LocalSystem || account == Administrators;

    /// <summary>The user whose rights this thread has.</summary>
    public static SecurityIdentifier CurrentUser()
    {
        using WindowsIdentity identity = WindowsIdentity.GetCurrent();
        return identity.User ?? LocalSystem;
    }

    /// <summary>Asks an open handle that has READ_CONTROL.</summary>
    /// <exception cref="Files.FileSystemException"/>
    public static AccessControl Of(SafeFileHandle handle)
    {
        int error = AdvApi32.GetSecurityInfo(
            handle, FileObject, OwnerAndDacl, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, out IntPtr memory);
        if (error != 0)
            throw Win32Error.Failure(error);
        try
        {
            var binary = new byte[AdvApi32.GetSecurityDescriptorLength(memory)];
            Marshal.Copy(memory, binary, 0, binary.Length);
            return new AccessControl(new RawSecurityDescriptor(binary, 0), CurrentUser());
        }
        finally
        {
            Kernel32.LocalFree(memory);
        }
    }

    /// <summary>An account's name, or its SID where nobody knows it.</summary>
    public static string NameOf(SecurityIdentifier? account)
    {
        if (account is null)
            return "nobody";
        try
        {
            return account.Translate(typeof(NTAccount)).Value;
        }
        catch (Exception unknown) when (unknown is IdentityNotMappedException or SystemException)
        {
            return account.Value;
        }
    }

    /// <summary>Everybody whom the DACL lets read or write, by name.</summary>
    public string Describe()
    {
        if (_descriptor.DiscretionaryAcl is null)
            return "Everyone";
        var names = new List<string>();
        foreach (SecurityIdentifier account in Allowed(ReadsOrWrites))
        {
            string name = NameOf(account);
            if (!names.Contains(name))
                names.Add(name);
        }

        return string.Join(", ", names);
    }

    private bool OthersHave(int rights)
    {
        if (_descriptor.DiscretionaryAcl is null)
            return true;
        foreach (SecurityIdentifier account in Allowed(rights))
        {
            if (account != _user && account != Owner && account != OwnerRights && !IsSystem(account))
                return true;
        }

        return false;
    }

    private IEnumerable<SecurityIdentifier> Allowed(int rights)
    {
        foreach (GenericAce ace in _descriptor.DiscretionaryAcl!)
        {
            bool applies = (ace.AceFlags & AceFlags.InheritOnly) == 0;
            if (applies && ace is CommonAce { AceQualifier: AceQualifier.AccessAllowed } allow && (allow.AccessMask & rights) != 0)
                yield return allow.SecurityIdentifier;
        }
    }
}
