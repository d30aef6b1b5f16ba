namespace WaiaaS.Reliability.Contention;

/// <summary>What the processes of one role say, added up. What a killed process had not said yet is not in it.</summary>
internal sealed class Figures
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _sums = [];
    private readonly SortedDictionary<string, int> _failures = [];

    public int Kills { get; set; }

    public string Failures
    {
        get
        {
            lock (_lock)
                return _failures.Count == 0 ? "0" : string.Join(", ", _failures.Select(failure => $"{failure.Key} {failure.Value}"));
        }
    }

    public int FailureCount => _failures.Values.Sum();

    /// <summary>The sum of what was said of something.</summary>
    public int this[string what] => _sums.GetValueOrDefault(what);

    /// <summary>Adds a line: a word and a number, or <c>failure</c> and its name.</summary>
    public void Add(string line)
    {
        string[] words = line.Split(' ');
        if (words.Length != 2)
            return;
        lock (_lock)
        {
            if (words[0] == "failure")
                _failures[words[1]] = _failures.GetValueOrDefault(words[1]) + 1;
            else if (int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                _sums[words[0]] = _sums.GetValueOrDefault(words[0]) + number;
        }
    }
}
