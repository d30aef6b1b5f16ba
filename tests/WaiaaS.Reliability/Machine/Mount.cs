namespace WaiaaS.Reliability.Machine;

/// <summary>Something mounted, unmounted at the end.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _target;

    /// <param name="what">The other arguments of <c>mount</c>.</param>
    public Mount(string target, params string[] what)
    {
        _target = target;
        Command.Output("mount", [.. what, target]);
    }

    public void Dispose() => Command.Output("umount", _target);
}
