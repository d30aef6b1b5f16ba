using System.Runtime.Versioning;

namespace WaiaaS.Tests.Windows;

/// <summary>What several tests need of Windows, tried out: a stand-in for it has less.</summary>
internal static class Win32
{
    /// <summary>The first line of every test that calls kernel32 or advapi32.</summary>
    [SupportedOSPlatformGuard("windows")]
    public static void Need() => Assert.SkipUnless(OperatingSystem.IsWindows(), "needs the file calls of Win32");

    public static void NeedLinks()
    {
        Need();
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["target"], "x");
        Exception? failure = Record.Exception(() =>
        {
            File.CreateSymbolicLink(directory["link"], directory["target"]);
            Assert.True(File.GetAttributes(directory["link"]).HasFlag(FileAttributes.ReparsePoint));
        });
        Assert.SkipUnless(failure is null, "needs symbolic links, and the right to make them");
    }
}
