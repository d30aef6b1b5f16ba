using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using WaiaaS.Windows;

namespace WaiaaS.Tests.Windows;

/// <summary>Who can do what with what the module creates.</summary>
[SupportedOSPlatform("windows")]
public sealed class AccessTests
{
    private static readonly SecurityIdentifier Everyone = new(WellKnownSidType.WorldSid, null);
    private static readonly SecurityIdentifier LocalSystem = new(WellKnownSidType.LocalSystemSid, null);

    private static SecurityIdentifier User => Sids.Current();

    [Fact]
    public void Where_Everyone_may_read_what_a_write_makes_is_for_the_user_and_SYSTEM_alone()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        OpenToEveryone(directory);

        // What anything else writes there, Everyone can read: else this proves nothing.
        File.WriteAllText(directory["open", "other"], "x");
        Assert.Contains(Allowed(SecurityOf(directory["open", "other"])), rule => rule.IdentityReference == Everyone);

        using (var open = WindowsDirectory.Open(directory["open"]))
        {
            string name = TemporaryName.For("mcp-token", Environment.ProcessId);
            using INewFile file = open.Create(name);
            AssertPrivate(directory["open", name]);
            file.RenameTo("mcp-token");
        }

        AssertPrivate(directory["open", "mcp-token"]);

        new Store().Write(TokenLocation.InDataDirectory(directory["open", "data"], "wallet"), SampleToken.New());

        AssertPrivate(directory["open", "data"]);
        AssertPrivate(directory["open", "data", "mcp-tokens"]);
        AssertPrivate(directory["open", "data", "mcp-tokens", "wallet"]);
    }

    [Fact]
    public void Nothing_is_inherited_and_directories_hand_their_access_on()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        Assert.SkipUnless(KeepsExactAccess(directory["probe"]), "needs access control lists that are kept entry for entry");

        new Store().Write(directory["data", "mcp-token"], SampleToken.New());

        FileSystemSecurity file = SecurityOf(directory["data", "mcp-token"]);
        FileSystemSecurity data = SecurityOf(directory["data"]);
        Assert.True(file.AreAccessRulesProtected);
        Assert.True(data.AreAccessRulesProtected);
        Assert.Equal(new[] { LocalSystem, User }.Distinct().Order(), Allowed(file).Select(rule => (SecurityIdentifier)rule.IdentityReference).Order());
        Assert.All(Allowed(file), rule => Assert.Equal(FileSystemRights.FullControl, rule.FileSystemRights));
        Assert.All(Allowed(data), rule => Assert.Equal(InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, rule.InheritanceFlags));
    }

    [Fact]
    public void Replacing_a_file_that_Everyone_may_read_closes_it_and_leaves_its_directory()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        OpenToEveryone(directory);
        string before = SecurityOf(directory["open"]).GetSecurityDescriptorSddlForm(AccessControlSections.Access);
        string token = SampleToken.New();
        File.WriteAllText(directory["open", "mcp-token"], token);
        var store = new Store();

        store.Write(directory["open", "mcp-token"], store.Read(directory["open", "mcp-token"]));

        Assert.Contains(store.Warnings, warning => warning.Contains("icacls", StringComparison.Ordinal));
        Assert.Equal(token, File.ReadAllText(directory["open", "mcp-token"]));
        AssertPrivate(directory["open", "mcp-token"]);
        Assert.Equal(before, SecurityOf(directory["open"]).GetSecurityDescriptorSddlForm(AccessControlSections.Access));
    }

    [Fact]
    public void The_command_that_closes_a_file_names_who_has_to_go_and_quotes_all_that_a_shell_would_read()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        OpenToEveryone(directory);
        File.WriteAllText(directory["open", "it's"], "x");

        string command = new WindowsFileSystem().CommandToClose(directory["open", "it's"]);
        string ofDirectory = new WindowsFileSystem().CommandToCloseDirectory(directory["open"]);

        Assert.Contains("it''s' /inheritance:r /grant:r '*" + User.Value + ":F' '*S-1-5-18:F' /remove:g", command, StringComparison.Ordinal);
        Assert.Contains("'*S-1-1-0'", command, StringComparison.Ordinal);
        Assert.Matches("^icacls( /[a-z:]+| '[^']*')+$", ofDirectory);
    }

    [Fact]
    public void Everyone_in_the_directory_is_a_warning()
    {
        Win32.Need();
        using var directory = new TemporaryDirectory();
        OpenToEveryone(directory, FileSystemRights.Modify);
        var store = new Store();

        store.Write(directory["open", "mcp-token"], SampleToken.New());
        store.Read(directory["open", "mcp-token"]);

        Assert.Equal(2, store.Warnings.Count);
        Assert.All(store.Warnings, warning => Assert.Contains("Other users can write to the directory", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void The_restore_privilege_ends_with_its_scope()
    {
        Win32.Need();
        Assert.SkipUnless(Sids.IsElevated(), "needs an elevated process");

        using (RestorePrivilege? privilege = RestorePrivilege.TryEnable())
        {
            Assert.NotNull(privilege);
            Assert.Equal(TokenImpersonationLevel.Impersonation, ImpersonationLevel());

            // A thread that already acts for another user is left alone.
            Assert.Null(RestorePrivilege.TryEnable());
        }

        Assert.Equal(TokenImpersonationLevel.None, ImpersonationLevel());
    }

    [Fact]
    public void Only_a_user_is_a_user()
    {
        Win32.Need();

        Assert.False(Sids.IsGroup(User));
        Assert.True(Sids.IsGroup(Everyone));
        Assert.True(Sids.IsGroup(Sids.Administrators));

        // A user of a domain that cannot be asked, a user of Entra ID, and services.
        Assert.All(
            ["S-1-5-21-1-2-3-4567", "S-1-12-1-1-2-3-4", "S-1-5-19", "S-1-5-20", "S-1-5-80-1-2-3-4-5"],
            account => Assert.False(Sids.IsGroup(new SecurityIdentifier(account))));
    }

    private static bool KeepsExactAccess(string path)
    {
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            User, FileSystemRights.FullControl, InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        DirectorySecurity kept = security.CreateDirectory(path).GetAccessControl();
        return kept.AreAccessRulesProtected && kept.GetAccessRules(true, true, typeof(SecurityIdentifier)).Count == 1;
    }

    private static TokenImpersonationLevel ImpersonationLevel()
    {
        using WindowsIdentity identity = WindowsIdentity.GetCurrent();
        return identity.ImpersonationLevel;
    }

    private static void OpenToEveryone(TemporaryDirectory directory, FileSystemRights rights = FileSystemRights.ReadAndExecute)
    {
        const InheritanceFlags Inherited = InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit;
        var security = new DirectorySecurity();
        security.AddAccessRule(new FileSystemAccessRule(User, FileSystemRights.FullControl, Inherited, PropagationFlags.None, AccessControlType.Allow));
        security.AddAccessRule(new FileSystemAccessRule(Everyone, rights, Inherited, PropagationFlags.None, AccessControlType.Allow));

        // Not in one call: what stands in for Windows may have a umask that takes from it.
        Directory.CreateDirectory(directory["open"]).SetAccessControl(security);
    }

    private static void AssertPrivate(string path)
    {
        FileSystemSecurity security = SecurityOf(path);
        Assert.All(Allowed(security), rule => Assert.Contains(rule.IdentityReference, new[] { User, LocalSystem }));
        Assert.Equal(User, security.GetOwner(typeof(SecurityIdentifier)));
    }

    private static FileSystemSecurity SecurityOf(string path) =>
        Directory.Exists(path) ? new DirectoryInfo(path).GetAccessControl() : new FileInfo(path).GetAccessControl();

    private static FileSystemAccessRule[] Allowed(FileSystemSecurity security) =>
        [.. security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()
            .Where(rule => rule.AccessControlType == AccessControlType.Allow)];
}
