using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>Owner and DACL of an open file or directory, and what they mean for a token.</summary>
internal sealed class FileSecurity
{
    private static readonly SecurityIdentifier Everyone = new("S-1-1-0");
    private static readonly SecurityIdentifier OwnerRights = new("S-1-3-4");

    private const int SE_FILE_OBJECT = 1;
    private const uint OwnerAndDacl = 0x1 | 0x4;

    // [MS-DTYP] 2.4.3 and winnt.h; the bits of a directory's mask have names of their own (FILE_ADD_FILE, FILE_DELETE_CHILD).
    private const int FILE_READ_DATA = 0x1;
    private const int FILE_WRITE_DATA = 0x2;
    private const int FILE_APPEND_DATA = 0x4;
    private const int FILE_DELETE_CHILD = 0x40;
    private const int WRITE_DAC = 0x40000;
    private const int WRITE_OWNER = 0x80000;
    private const int GENERIC_ALL = 0x10000000;
    private const int GENERIC_WRITE = 0x40000000;
    private const int GENERIC_READ = unchecked((int)0x80000000);
    private const int TakesOver = WRITE_DAC | WRITE_OWNER | GENERIC_ALL;
    private const int ReadsOrWrites = FILE_READ_DATA | FILE_WRITE_DATA | FILE_APPEND_DATA | GENERIC_READ | GENERIC_WRITE | TakesOver;
    private const int ReplacesNames = FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | GENERIC_WRITE | TakesOver;

    private readonly RawSecurityDescriptor _descriptor;
    private readonly SecurityIdentifier _user;

    private FileSecurity(RawSecurityDescriptor descriptor, bool supportsAcls, SecurityIdentifier user)
    {
        _descriptor = descriptor;
        _user = user;
        SupportsAcls = supportsAcls;
    }

    /// <summary>Whether the volume keeps access control lists. Where it does not, what it says means nothing.</summary>
    public bool SupportsAcls { get; }

    public SecurityIdentifier? Owner => _descriptor.Owner;

    /// <summary>Whether anyone but the owner and the system may read or write the file.</summary>
    public bool GrantsOthersAccess => SupportsAcls && Others(ReadsOrWrites).Any();

    /// <summary>Whether anyone but the owner and the system may add and remove names in the directory.</summary>
    public bool IsWritableByOthers => SupportsAcls && Others(ReplacesNames).Any();

    /// <summary>Whether the owner is the current user, SYSTEM or Administrators, or the volume has no owners.</summary>
    public bool IsOwnedByUserOrSystem => !SupportsAcls || (Owner is { } owner && (owner == _user || Sids.IsSystem(owner)));

    /// <summary>Whether the owner is the current user.</summary>
    public bool IsOwnedByUser => !SupportsAcls || Owner == _user;

    /// <summary>That of a directory which does not let us ask: nothing is known of it, and so no owner is trusted for it.</summary>
    public static FileSecurity Unknown() => new(new RawSecurityDescriptor("D:"), supportsAcls: false, Sids.Current());

    /// <summary>Asks an open handle that has READ_CONTROL.</summary>
    /// <returns>That of a volume without access control, where the volume cannot answer.</returns>
    /// <exception cref="FileSystemException"/>
    public static FileSecurity Of(SafeFileHandle handle)
    {
        int error = AdvApi32.GetSecurityInfo(
            handle, SE_FILE_OBJECT, OwnerAndDacl, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, out IntPtr memory);
        if (error != 0)
        {
            FileSystemException reason = Win32Error.ToException(error);
            return Unsupported.Includes(Request.ReadAccessControl, reason.Code)
                ? new FileSecurity(new RawSecurityDescriptor("D:"), supportsAcls: false, Sids.Current())
                : throw reason;
        }

        try
        {
            var binary = new byte[AdvApi32.GetSecurityDescriptorLength(memory)];
            Marshal.Copy(memory, binary, 0, binary.Length);
            return new FileSecurity(new RawSecurityDescriptor(binary, 0), Win32File.SupportsAcls(handle), Sids.Current());
        }
        finally
        {
            Kernel32.LocalFree(memory);
        }
    }

    /// <summary>Everyone whom the DACL lets read or write, by name.</summary>
    public string Describe() => string.Join(", ", Allowed(ReadsOrWrites).Select(Sids.NameOf).Distinct());

    /// <summary>Everyone whom a command should take out of the DACL.</summary>
    public IEnumerable<SecurityIdentifier> Others() => Others(ReadsOrWrites | ReplacesNames).Distinct();

    private IEnumerable<SecurityIdentifier> Others(int rights) =>
        Allowed(rights).Where(account => account != _user && account != Owner && account != OwnerRights && !Sids.IsSystem(account));

    private IEnumerable<SecurityIdentifier> Allowed(int rights)
    {
        // No DACL at all: everyone may do everything. An empty one: all access is denied.
        if (_descriptor.DiscretionaryAcl is null)
            return [Everyone];
        return _descriptor.DiscretionaryAcl.Cast<GenericAce>()
            .Where(ace => (ace.AceFlags & AceFlags.InheritOnly) == 0)
            .OfType<CommonAce>()
            .Where(ace => ace.AceQualifier == AceQualifier.AccessAllowed && (ace.AccessMask & rights) != 0)
            .Select(ace => ace.SecurityIdentifier);
    }
}
