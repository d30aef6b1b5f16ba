namespace WaiaaS.Reliability.Reporting;

/// <summary>What processes say, added up.</summary>
internal class Figures
{
    private const string Failure = "failure ";

    private readonly SortedDictionary<string, int> _sums = [];

    public IReadOnlyDictionary<string, int> Failures =>
        _sums.Where(sum => sum.Key.StartsWith(Failure, StringComparison.Ordinal)).ToDictionary(sum => sum.Key[Failure.Length..], sum => sum.Value);

    public string FailuresInWords => Failures.Count == 0 ? "0" : string.Join(", ", Failures.Select(failure => $"{failure.Key} {failure.Value}"));

    public int this[string what] => _sums.GetValueOrDefault(what);

    /// <summary>Adds a line: a word and a number, or <c>failure</c> and its name.</summary>
    public void Add(string line)
    {
        string[] words = line.Split(' ');
        if (words.Length != 2)
            return;
        bool isNumber = int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        string what = isNumber ? words[0] : line;
        lock (_sums)
            _sums[what] = _sums.GetValueOrDefault(what) + (isNumber ? number : 1);
    }
}
