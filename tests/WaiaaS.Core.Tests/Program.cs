using WaiaaS.Tests.Windows;
using Xunit.MicrosoftTestingPlatform;

namespace WaiaaS.Tests;

/// <summary>Runs the tests, or writes or reads beside the test that has started this process.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => arguments is [Contender.Switch, string path, string seconds, string writer]
        ? Contender.Run(path, seconds, writer)
        : TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult();
}
