namespace WaiaaS.Reliability.Machine;

/// <summary>
/// A mount namespace of the attacks' own (mount_namespaces(7)). Whoever makes a namespace elsewhere on the machine copies
/// all mounts that it sees, and a file system that was cut off stays as it is for as long as one copy is mounted.
/// </summary>
internal static class MountNamespace
{
    private const string Mark = "WAIAAS_RELIABILITY_NAMESPACE";

    private static readonly string[] Unshare = ["--mount", "--propagation", "private"];

    /// <summary>Whether this process could mount, and has no namespace of its own yet.</summary>
    public static bool IsNeeded =>
        Capability.FirstMissing(Capability.Root(), Capability.Program("unshare")) is null && Environment.GetEnvironmentVariable(Mark) is null
        && Command.Run("unshare", [.. Unshare, "true"]).Code == 0;

    /// <summary>Runs this program again in one.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string[] arguments)
    {
        var start = new ProcessStartInfo("unshare", [.. Unshare, .. Repository.Self(arguments)]);
        start.Environment[Mark] = "1";
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
