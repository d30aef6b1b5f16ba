namespace WaiaaS.Reliability.Machine;

internal static class Capability
{
    /// <summary>The first reason for which something cannot run; null when there is none.</summary>
    public static string? FirstMissing(params string?[] reasons) => reasons.FirstOrDefault(reason => reason is not null);

    public static string? Linux() => OperatingSystem.IsLinux() ? null : "needs Linux";

    public static string? Root() => Linux() ?? (Environment.IsPrivilegedProcess ? null : "needs root");

    public static string? Program(string name) =>
        Linux() ?? (Command.Run("sh", "-c", "command -v " + name).Code == 0 ? null : $"needs the program {name}");

    public static string? Strace() => Program("strace") ?? (
        Command.Run("strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true").Code == 0
            ? null
            : "needs strace that may trace");

    public static string? Volume(string fileSystem)
    {
        if (FirstMissing(Root(), Program("mkfs." + fileSystem)) is { } reason)
            return reason;
        using var scratch = new Scratch();
        try
        {
            using var volume = new Volume(scratch, fileSystem);
            return null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException)
        {
            return $"needs loop devices with {fileSystem} ({failure.Message.Split('\n')[0]})";
        }
    }
}
