using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Windows;

/// <summary>Owner and DACL of an open file or directory, and what they mean for a token.</summary>
internal sealed class AccessControl
{
    private static readonly SecurityIdentifier Everyone = new("S-1-1-0");
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

    private AccessControl(RawSecurityDescriptor descriptor, bool isKept, SecurityIdentifier user)
    {
        _descriptor = descriptor;
        _user = user;
        IsKept = isKept;
    }

    /// <summary>Whether the volume keeps access control lists. Where it does not, what it says means nothing.</summary>
    public bool IsKept { get; }

    public SecurityIdentifier? Owner => _descriptor.Owner;

    /// <summary>Whether anybody but the owner and the system may read or write the file.</summary>
    public bool OthersCanReadOrWrite => IsKept && Others(ReadsOrWrites).Any();

    /// <summary>Whether anybody but the owner and the system may add and remove names in the directory.</summary>
    public bool OthersCanSwapNames => IsKept && Others(SwapsNames).Any();

    /// <summary>Whether the owner is the current user, SYSTEM or Administrators, or nobody can say who it is.</summary>
    public bool OwnerIsUserOrSystem => !IsKept || (Owner is { } owner && (owner == _user || Account.IsSystem(owner)));

    /// <summary>Whether the owner is the current user.</summary>
    public bool OwnerIsUser => !IsKept || Owner == _user;

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
            return new AccessControl(new RawSecurityDescriptor(binary, 0), Handle.KeepsAccess(handle), Account.Current());
        }
        finally
        {
            Kernel32.LocalFree(memory);
        }
    }

    /// <summary>Everybody whom the DACL lets read or write, by name.</summary>
    public string Describe() => string.Join(", ", Allowed(ReadsOrWrites).Select(Account.NameOf).Distinct());

    /// <summary>Everybody whom a command should take out of the DACL.</summary>
    public IEnumerable<SecurityIdentifier> Others() => Others(ReadsOrWrites | SwapsNames).Distinct();

    private IEnumerable<SecurityIdentifier> Others(int rights) =>
        Allowed(rights).Where(account => account != _user && account != Owner && account != OwnerRights && !Account.IsSystem(account));

    private IEnumerable<SecurityIdentifier> Allowed(int rights)
    {
        // No DACL at all: everybody may do everything. An empty one: nobody may do anything.
        if (_descriptor.DiscretionaryAcl is null)
            return [Everyone];
        return _descriptor.DiscretionaryAcl.Cast<GenericAce>()
            .Where(ace => (ace.AceFlags & AceFlags.InheritOnly) == 0)
            .OfType<CommonAce>()
            .Where(ace => ace.AceQualifier == AceQualifier.AccessAllowed && (ace.AccessMask & rights) != 0)
            .Select(ace => ace.SecurityIdentifier);
    }
}
