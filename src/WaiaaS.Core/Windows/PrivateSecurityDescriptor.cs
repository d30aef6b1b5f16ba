using System.Linq;
using System.Security.AccessControl;
using System.Security.Principal;
using WaiaaS.Files;

namespace WaiaaS.Windows;

/// <summary>
/// The access that new files and directories are created with: a protected DACL, which inherits nothing, for the user
/// and SYSTEM. Where an elevated process or SYSTEM writes in a user's directory, that user owns what is new.
/// </summary>
internal sealed unsafe class PrivateSecurityDescriptor
{
    /// <summary>A call that creates a file or directory.</summary>
    /// <param name="security">The access to create it with.</param>
    /// <returns>0, or the error of Win32.</returns>
    public delegate int Creation(Kernel32.SecurityAttributes* security);

    private readonly SecurityIdentifier? _newOwner;

    /// <param name="directory">The owner and DACL of the directory that the new name is in.</param>
    public PrivateSecurityDescriptor(FileSecurity directory)
    {
        if (directory.Owner is not { } owner || owner == Sids.Current() || Sids.IsSystem(owner) || !Sids.IsElevated())
            return;
        if (Sids.IsGroup(owner))
            DeniedOwner = owner;
        else
            _newOwner = owner;
    }

    /// <summary>The owner of the directory, if that is a group, which gets no access to what an elevated process creates; else null.</summary>
    public SecurityIdentifier? DeniedOwner { get; }

    /// <summary>The owner of what was created.</summary>
    public SecurityIdentifier? Owner { get; private set; }

    /// <summary>Who may read and write what was created.</summary>
    public SecurityIdentifier[] Allowed { get; private set; } = [];

    /// <summary>Creates a file or directory.</summary>
    /// <returns>The error of Win32; 0 when it is there.</returns>
    public int Create(bool inheritable, Creation creation)
    {
        if (_newOwner is null)
        {
            // The owner is named because an elevated process would else make Administrators the owner.
            SecurityIdentifier user = Sids.Current();
            int failure = Create(user, inheritable, creation, user, Sids.LocalSystem);

            // Some file servers have owners of their own.
            return IsOwnerRefused(failure) ? Create(null, inheritable, creation, user, Sids.LocalSystem) : failure;
        }

        // Administrators replaces the elevated account: no unelevated process gets access, and the new owner, who trusts
        // them, can read a file whose ownership could not be transferred.
        int error;
        using (RestorePrivilege.TryEnable())
            error = Create(_newOwner, inheritable, creation, _newOwner, Sids.LocalSystem, Sids.Administrators);
        return IsOwnerRefused(error)
            ? Create(Sids.Administrators, inheritable, creation, _newOwner, Sids.LocalSystem, Sids.Administrators)
            : error;
    }

    private static bool IsOwnerRefused(int error) =>
        error != 0 && Unsupported.Includes(Request.SetOwner, Win32Error.ToException(error).Code);

    private int Create(SecurityIdentifier? owner, bool inheritable, Creation creation, params SecurityIdentifier[] allowed)
    {
        Owner = owner;
        Allowed = [.. allowed.Distinct()];
        fixed (byte* descriptor = ToBinary(owner, inheritable, Allowed))
        {
            var security = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), Descriptor = descriptor };
            return creation(&security);
        }
    }

    // Security descriptor definition language: learn.microsoft.com/windows/win32/secauthz/ace-strings.
    private static byte[] ToBinary(SecurityIdentifier? owner, bool inheritable, SecurityIdentifier[] allowed)
    {
        string flags = inheritable ? "OICI" : string.Empty;
        string entries = string.Concat(allowed.Select(account => "(A;" + flags + ";FA;;;" + account.Value + ")"));
        var descriptor = new RawSecurityDescriptor((owner is null ? string.Empty : "O:" + owner.Value) + "D:P" + entries);
        var binary = new byte[descriptor.BinaryLength];
        descriptor.GetBinaryForm(binary, 0);
        return binary;
    }
}
