using System.Threading;

namespace WaiaaS.Reliability.Faults;

/// <summary>What killed writers left, counted by several threads.</summary>
internal sealed class KillCount
{
    private readonly Lock _lock = new();

    public int Old { get; private set; }

    public int New { get; private set; }

    public int None { get; private set; }

    public int Leftovers { get; private set; }

    public int Kept { get; private set; }

    public int Removed { get; private set; }

    public int Violations { get; private set; }

    /// <summary>Counts a killed writer.</summary>
    public void Add(string state, bool held)
    {
        lock (_lock)
        {
            Old += state == "old" ? 1 : 0;
            New += state == "new" ? 1 : 0;
            None += state == "none" ? 1 : 0;
            Violations += held ? 0 : 1;
        }
    }

    /// <summary>Counts temporary files: those that were left, those of them that the next write left alone, and those
    /// that one more write removed when they were old.</summary>
    public void AddLeftovers(int left, int kept, int removed)
    {
        lock (_lock)
        {
            Leftovers += left;
            Kept += kept;
            Removed += removed;
        }
    }
}
