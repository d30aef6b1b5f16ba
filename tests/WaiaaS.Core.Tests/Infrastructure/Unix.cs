using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>What a POSIX system can do that .NET has no call for, and whether this one can.</summary>
internal static class Unix
{
    /// <summary>The user id of nobody.</summary>
    public const uint Nobody = 65534;

    /// <summary>Skips the test where there are no POSIX modes, links and FIFOs.</summary>
    public static void Need() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX modes, links and special files");

    /// <summary>Skips the test where it cannot become another user or make devices.</summary>
    public static void NeedRoot() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), "needs root, to act as other users");

    /// <summary>The permissions in octal.</summary>
    public static string ModeOf(string path) => Output("stat", "-c", "%04a", path);

    public static void SetMode(string path, string octal) => Output("chmod", octal, path);

    public static void MakeFifo(string path) => Output("mkfifo", "-m", "600", path);

    public static void MakeDevice(string path) => Output("mknod", "-m", "600", path, "c", "1", "3");

    public static void MakeSocket(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));

        // Closing would remove the name.
        File.Move(path, path + ".kept");
        socket.Close();
        File.Move(path + ".kept", path);
    }

    public static void SetOwner(string path, uint user) => Output("chown", FormattableString.Invariant($"{user}:{user}"), path);

    public static uint OwnerOf(string path) => uint.Parse(Output("stat", "-c", "%u", path), CultureInfo.InvariantCulture);

    /// <summary>Sets an extended attribute, such as an access list; Linux only.</summary>
    public static void SetAttribute(string path, string name, byte[] value) => Check(Setxattr(path, name, value, value.Length, 0));

    /// <summary>Does something under a umask. Tests that call it must not run beside others.</summary>
    public static void WithUmask(uint mask, Action action)
    {
        uint before = Umask(mask);
        try
        {
            action();
        }
        finally
        {
            _ = Umask(before);
        }
    }

    /// <summary>Does something as another user. Tests that call it must not run beside others.</summary>
    public static void As(uint user, Action action)
    {
        Check(Seteuid(user));
        try
        {
            action();
        }
        finally
        {
            Check(Seteuid(0));
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static string Output(string program, params string[] arguments)
    {
        (int code, string output, string error) = Run(program, arguments);
        return code == 0 ? output.TrimEnd() : throw new InvalidOperationException($"{program}: {error}");
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "seteuid", SetLastError = true)]
    private static extern int Seteuid(uint user);

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint Umask(uint mask);

    [DllImport("libc", EntryPoint = "setxattr", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Setxattr(
        [MarshalAs(UnmanagedType.LPStr)] string path, [MarshalAs(UnmanagedType.LPStr)] string name, byte[] value, nint size, int flags);
}
