using System.Linq;
using System.Security.AccessControl;
using System.Security.Principal;

namespace WaiaaS.Windows;

/// <summary>A call that creates a file or directory.</summary>
/// <param name="security">The access to create it with.</param>
/// <returns>0, or the error of Win32.</returns>
internal unsafe delegate int Creation(Kernel32.SecurityAttributes* security);

/// <summary>
/// The access that new files and directories are created with: a protected DACL, which inherits nothing, for the user
/// and SYSTEM. Where an elevated process or SYSTEM writes in a user's directory, that user owns what is new.
/// </summary>
internal sealed unsafe class PrivateAccess
{
    private readonly SecurityIdentifier? _heir;

    /// <param name="directory">The owner and DACL of the directory that the new name is in.</param>
    public PrivateAccess(AccessControl directory)
    {
        if (directory.Owner is { } owner && owner != Account.Current() && !Account.IsSystem(owner) && Account.IsElevated() && Account.IsUser(owner))
            _heir = owner;
    }

    /// <summary>Creates a file or directory.</summary>
    /// <returns>The error of Win32; 0 when it is there.</returns>
    public int Create(bool inheritable, Creation creation)
    {
        if (_heir is null)
        {
            // The owner is named because an elevated process would else make Administrators the owner.
            SecurityIdentifier user = Account.Current();
            return Create(user, inheritable, creation, user, Account.LocalSystem);
        }

        // Administrators stand for whoever is elevated: nothing that runs without elevation gets in, and the heir, who
        // trusts them, can read a file that Windows does not let us give away.
        int error;
        using (RestorePrivilege.TryEnable())
            error = Create(_heir, inheritable, creation, _heir, Account.LocalSystem, Account.Administrators);
        return error is Win32Error.InvalidOwner or Win32Error.PrivilegeNotHeld
            ? Create(Account.Administrators, inheritable, creation, _heir, Account.LocalSystem, Account.Administrators)
            : error;
    }

    private static int Create(SecurityIdentifier owner, bool inheritable, Creation creation, params SecurityIdentifier[] allowed)
    {
        fixed (byte* descriptor = Descriptor(owner, inheritable, allowed))
        {
            var security = new Kernel32.SecurityAttributes { Length = sizeof(Kernel32.SecurityAttributes), Descriptor = descriptor };
            return creation(&security);
        }
    }

    // Security descriptor definition language: learn.microsoft.com/windows/win32/secauthz/ace-strings.
    private static byte[] Descriptor(SecurityIdentifier owner, bool inheritable, SecurityIdentifier[] allowed)
    {
        string flags = inheritable ? "OICI" : string.Empty;
        string entries = string.Concat(allowed.Distinct().Select(account => "(A;" + flags + ";FA;;;" + account.Value + ")"));
        var descriptor = new RawSecurityDescriptor("O:" + owner.Value + "D:P" + entries);
        var binary = new byte[descriptor.BinaryLength];
        descriptor.GetBinaryForm(binary, 0);
        return binary;
    }
}
