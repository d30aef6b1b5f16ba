using System.Collections.Generic;
using System.Linq;

namespace WaiaaS.Bench;

/// <summary>All that was measured.</summary>
internal sealed class Report
{
    private readonly Dictionary<(string Stage, string Operation), Dictionary<Contender, Samples>> _operations = [];
    private readonly Dictionary<string, List<Start>> _starts = [];

    /// <summary>The kinds of cold starts, in the order in which they were measured.</summary>
    public IEnumerable<string> StartKinds => _starts.Keys;

    /// <summary>Adds microseconds of an operation, one figure a batch.</summary>
    public void Add(Stage stage, string operation, Contender contender, IEnumerable<double> microseconds)
    {
        if (!_operations.TryGetValue((stage.Name, operation), out Dictionary<Contender, Samples>? group))
            _operations[(stage.Name, operation)] = group = [];
        if (!group.TryGetValue(contender, out Samples? samples))
            group[contender] = samples = new Samples();
        samples.Add(microseconds);
    }

    public void Add(string startKind, Start start)
    {
        if (!_starts.TryGetValue(startKind, out List<Start>? starts))
            _starts[startKind] = starts = [];
        starts.Add(start);
    }

    /// <summary>Who was measured, the quickest first.</summary>
    public IEnumerable<(Contender Contender, Samples Samples)> Of(string stage, string operation) =>
        _operations[(stage, operation)].Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Value.Median);

    public IReadOnlyList<Start> Starts(string kind) => _starts[kind];

    /// <summary>How many times as long one contender takes as another; null where one of them was not there.</summary>
    public double? Ratio(string stage, string operation, Contender contender, Contender other)
    {
        Dictionary<Contender, Samples> group = _operations[(stage, operation)];
        return group.TryGetValue(contender, out Samples? samples) && group.TryGetValue(other, out Samples? others)
            ? samples.Median / others.Median
            : null;
    }
}
