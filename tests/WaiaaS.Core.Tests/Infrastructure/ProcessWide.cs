namespace WaiaaS.Tests.Infrastructure;

/// <summary>Tests that change what the whole process has: its umask, its user, its environment. They run beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "Process-wide state";
}
