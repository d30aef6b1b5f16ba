using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using WaiaaS.Windows;

namespace WaiaaS.Tests.Windows;

/// <summary>What the tests need of Windows, tried out: a stand-in for it has less.</summary>
internal static class Win32
{
    private static readonly Lazy<bool> Links = new(TryLink);
    private static readonly Lazy<bool> ExactAccess = new(TryExactAccess);
    private static readonly Lazy<bool> PosixRename = new(TryPosixRename);
    private static readonly Lazy<bool> ReadOnly = new(TryReadOnly);

    /// <summary>The first line of every test that calls kernel32 or advapi32.</summary>
    [SupportedOSPlatformGuard("windows")]
    public static void Need() => Assert.SkipUnless(OperatingSystem.IsWindows(), "needs the file calls of Win32");

    public static void NeedLinks() => Need(Links, "needs symbolic links, and the right to make them");

    public static void NeedExactAccess() => Need(ExactAccess, "needs access control lists that are kept entry for entry");

    public static void NeedPosixRename() => Need(PosixRename, "needs a rename that replaces a file which is open");

    public static void NeedReadOnlyTargets() => Need(ReadOnly, "needs a rename that minds the read-only attribute");

    public static void NeedShare(string path)
    {
        Need();
        Assert.SkipUnless(Directory.Exists(path), "needs the administrative share " + path);
    }

    private static void Need(Lazy<bool> capability, string reason)
    {
        Need();
        Assert.SkipUnless(capability.Value, reason);
    }

    private static bool TryLink()
    {
        using var directory = new TemporaryDirectory();
        try
        {
            File.WriteAllText(directory["target"], "x");
            File.CreateSymbolicLink(directory["link"], directory["target"]);
            return File.GetAttributes(directory["link"]).HasFlag(FileAttributes.ReparsePoint);
        }
        catch (Exception without) when (without is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryExactAccess()
    {
        if (!OperatingSystem.IsWindows())
            return false;
        using var directory = new TemporaryDirectory();
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            WindowsIdentity.GetCurrent().User!, FileSystemRights.FullControl, InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        DirectoryInfo made = FileSystemAclExtensions.CreateDirectory(security, directory["made"]);
        DirectorySecurity kept = made.GetAccessControl();
        return kept.AreAccessRulesProtected && kept.GetAccessRules(true, true, typeof(SecurityIdentifier)).Count == 1;
    }

    private static bool TryPosixRename()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["new"], "new");
        File.WriteAllText(directory["old"], "old");
        using var open = new FileStream(directory["old"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            AtomicRename.Replace(directory["new"], directory["old"]);
            return true;
        }
        catch (FileSystemException)
        {
            return false;
        }
    }

    private static bool TryReadOnly()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["new"], "new");
        File.WriteAllText(directory["old"], "old");
        File.SetAttributes(directory["old"], FileAttributes.ReadOnly);
        try
        {
            File.Move(directory["new"], directory["old"], overwrite: true);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        finally
        {
            File.SetAttributes(directory["old"], FileAttributes.Normal);
        }
    }
}
