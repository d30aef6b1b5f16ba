using System.Collections.Generic;
using System.Linq;
using System.Threading;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>What came of the failures of each call, for the report.</summary>
internal sealed class Outcomes
{
    private readonly Lock _lock = new();
    private readonly List<(string Scenario, SystemCall Call)> _order = [];
    private readonly Dictionary<(string Scenario, SystemCall Call), List<(string Reported, string State, bool Held)>> _outcomes = [];

    /// <summary>How many failures were made.</summary>
    public int Total => _outcomes.Values.Sum(list => list.Count);

    /// <summary>Sets the place of a call in the table.</summary>
    public void Expect(Scenario scenario, SystemCall call)
    {
        lock (_lock)
        {
            if (_outcomes.TryAdd((scenario.Name, call), []))
                _order.Add((scenario.Name, call));
        }
    }

    /// <summary>Adds what came of one failure.</summary>
    public void Add(Scenario scenario, SystemCall call, string errorId, string state, bool held)
    {
        lock (_lock)
            _outcomes[(scenario.Name, call)].Add((errorId.Length == 0 ? "success" : errorId, state, held));
    }

    /// <summary>A row for each call.</summary>
    public Table Table()
    {
        var table = new Table("cmdlet", "call", "errors", "reported", "token afterwards", "violations");
        foreach ((string scenario, SystemCall call) in _order)
        {
            var list = _outcomes[(scenario, call)];
            table.Add(
                scenario, $"`{call.Name}` {call.Target}", list.Count, Distinct(list.Select(o => o.Reported)),
                Distinct(list.Select(o => o.State)), list.Count(o => !o.Held));
        }

        return table;
    }

    private static string Distinct(IEnumerable<string> words) =>
        string.Join(", ", words.GroupBy(word => word).OrderBy(group => group.Key).Select(group => $"{group.Key} {group.Count()}"));
}
