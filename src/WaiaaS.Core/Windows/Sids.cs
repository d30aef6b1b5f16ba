using System;
using System.Linq;
using System.Security.Principal;

namespace WaiaaS.Windows;

/// <summary>Accounts by their SID ([MS-DTYP] 2.4.2.4, well-known SIDs).</summary>
internal static unsafe class Sids
{
    public static readonly SecurityIdentifier LocalSystem = new("S-1-5-18");
    public static readonly SecurityIdentifier Administrators = new("S-1-5-32-544");

    // The service that owns what Windows itself installs, such as the root of the system volume.
    private static readonly SecurityIdentifier TrustedInstaller = new("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");

    // Local service, network service, services by name, and the pools of a web server.
    private static readonly string[] ServicePrefixes = ["S-1-5-19-", "S-1-5-20-", "S-1-5-80-", "S-1-5-82-"];

    // winnt.h, SID_NAME_USE.
    private const int SidTypeGroup = 2;
    private const int SidTypeAlias = 4;
    private const int SidTypeWellKnownGroup = 5;
    private const int LongestName = 512;

    /// <summary>The user whose rights this thread has.</summary>
    public static SecurityIdentifier Current()
    {
        using WindowsIdentity identity = WindowsIdentity.GetCurrent();
        return identity.User ?? LocalSystem;
    }

    /// <summary>
    /// Whether this thread has an administrator's rights. A user who is one but did not elevate does not have them: UAC
    /// leaves the group in the token for denials only, which does not count as membership.
    /// </summary>
    public static bool IsElevated()
    {
        using WindowsIdentity identity = WindowsIdentity.GetCurrent();
        return identity.IsSystem || new WindowsPrincipal(identity).IsInRole(Administrators);
    }

    /// <summary>Whether it is the system or its administrators, who can read everything anyway.</summary>
    public static bool IsSystem(SecurityIdentifier account) =>
        account == LocalSystem || account == Administrators || account == TrustedInstaller;

    /// <summary>
    /// Whether it is known to be a group. An account that cannot be looked up is none, as while the domain controller is away or
    /// where it is one of Entra ID; nor is a service, which Windows calls a well-known group.
    /// </summary>
    public static bool IsGroup(SecurityIdentifier account)
    {
        if (ServicePrefixes.Any(prefix => (account.Value + "-").StartsWith(prefix, StringComparison.Ordinal)))
            return false;
        var sid = new byte[account.BinaryLength];
        account.GetBinaryForm(sid, 0);
        char* name = stackalloc char[LongestName];
        char* domain = stackalloc char[LongestName];
        uint nameSize = LongestName;
        uint domainSize = LongestName;
        fixed (byte* binary = sid)
        {
            return AdvApi32.LookupAccountSid(null, binary, name, ref nameSize, domain, ref domainSize, out int use)
                && use is SidTypeGroup or SidTypeAlias or SidTypeWellKnownGroup;
        }
    }

    /// <summary>An account's name, or its SID where it has none.</summary>
    public static string NameOf(SecurityIdentifier? account)
    {
        if (account is null)
            return "(no owner)";
        try
        {
            return account.Translate(typeof(NTAccount)).Value;
        }
        catch (Exception unknown) when (unknown is IdentityNotMappedException or SystemException)
        {
            return account.Value;
        }
    }
}
