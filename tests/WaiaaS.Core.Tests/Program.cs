using WaiaaS.Tests.Windows;
using Xunit.MicrosoftTestingPlatform;

namespace WaiaaS.Tests;

/// <summary>Runs the tests, or plays the second process that a test has started.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => arguments is [SecondProcess.Switch, .. string[] role]
        ? Contender.Run(role)
        : TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult();
}
