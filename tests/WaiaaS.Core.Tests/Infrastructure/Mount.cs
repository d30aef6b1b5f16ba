namespace WaiaaS.Tests.Infrastructure;

/// <summary>A mounted file system, unmounted at the end.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _target;

    private Mount(string target) => _target = target;

    /// <summary>Mounts a tmpfs of so many bytes.</summary>
    public static Mount Tmpfs(string target, int bytes)
    {
        Unix.NeedRoot();
        Unix.Output("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={bytes}"), "tmpfs", target);
        return new Mount(target);
    }

    /// <summary>Mounts a file or directory at another place.</summary>
    public static Mount Bind(string source, string target)
    {
        Unix.NeedRoot();
        Unix.Output("mount", "--bind", source, target);
        return new Mount(target);
    }

    /// <summary>Takes the right to write from it.</summary>
    public void MakeReadOnly() => Unix.Output("mount", "-o", "remount,ro", _target);

    public void Dispose() => Unix.Output("umount", _target);
}
