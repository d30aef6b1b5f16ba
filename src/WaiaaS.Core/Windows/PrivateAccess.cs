using System.Collections.Generic;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;

namespace WaiaaS.Windows;

/// <summary>
/// The access that new files and directories are created with: a protected DACL, which inherits nothing, for the user
/// and SYSTEM, and where somebody else owns the directory and we may speak for them, for that owner.
/// </summary>
internal sealed class PrivateAccess
{
    private readonly SecurityIdentifier _user = AccessControl.CurrentUser();
    private readonly SecurityIdentifier? _heir;

    /// <param name="directory">The owner and DACL of the directory that the new name is in.</param>
    public PrivateAccess(AccessControl directory)
    {
        if (directory.Owner is { } owner && owner != _user && !AccessControl.IsSystem(owner) && IsElevated())
            _heir = owner;
    }

    /// <summary>
    /// The security descriptors to try, in order. The first gives the file to the directory's owner, which Windows allows
    /// only to a process with SeRestorePrivilege (ERROR_INVALID_OWNER); the last one names the user, since an elevated
    /// process would else make Administrators the owner.
    /// </summary>
    public IEnumerable<byte[]> Descriptors(bool inheritable)
    {
        if (_heir is not null)
            yield return Binary(_heir, inheritable);
        yield return Binary(_user, inheritable);
    }

    private static bool IsElevated()
    {
        using WindowsIdentity identity = WindowsIdentity.GetCurrent();
        return identity.IsSystem || new WindowsPrincipal(identity).IsInRole(WindowsBuiltInRole.Administrator);
    }

    // Security descriptor definition language: learn.microsoft.com/windows/win32/secauthz/ace-strings.
    private byte[] Binary(SecurityIdentifier owner, bool inheritable)
    {
        var sddl = new StringBuilder("O:").Append(owner.Value).Append("D:P");
        string flags = inheritable ? "OICI" : string.Empty;
        foreach (string? account in new[] { _user.Value, "SY", _heir?.Value })
        {
            if (account is not null)
                sddl.Append("(A;").Append(flags).Append(";FA;;;").Append(account).Append(')');
        }

        var descriptor = new RawSecurityDescriptor(sddl.ToString());
        var binary = new byte[descriptor.BinaryLength];
        descriptor.GetBinaryForm(binary, 0);
        return binary;
    }
}
