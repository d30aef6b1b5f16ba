namespace WaiaaS.Bench;

/// <summary>All that was measured.</summary>
internal sealed class Report
{
    private readonly Dictionary<(string Stage, string Operation), Dictionary<Contender, Samples>> _operations = [];
    private readonly Dictionary<string, Samples> _starts = [];

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

    /// <summary>Adds milliseconds of cold starts, one figure a process.</summary>
    public void AddStarts(string kind, IEnumerable<double> milliseconds)
    {
        if (!_starts.TryGetValue(kind, out Samples? samples))
            _starts[kind] = samples = new Samples();
        samples.Add(milliseconds);
    }

    /// <summary>Who was measured, the quickest first.</summary>
    public IEnumerable<(Contender Contender, Samples Samples)> Of(string stage, string operation) =>
        _operations[(stage, operation)].Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Value.Median);

    public Samples OfStarts(string kind) => _starts[kind];

    /// <summary>Milliseconds that a kind of start takes more than the engine alone.</summary>
    public double Added(string kind) => _starts[kind].Median - _starts[Starts.Engine].Median;

    /// <summary>How many times as long one contender takes as another; null where one of them was not there.</summary>
    public double? Ratio(string stage, string operation, Contender contender, Contender other)
    {
        Dictionary<Contender, Samples> group = _operations[(stage, operation)];
        return group.TryGetValue(contender, out Samples? samples) && group.TryGetValue(other, out Samples? others)
            ? samples.Median / others.Median
            : null;
    }
}
