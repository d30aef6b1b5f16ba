using System.Diagnostics;
using System.Globalization;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Bench;

/// <summary>What is measured in this process, and the limit in C, on one stage.</summary>
internal sealed class Turns : IDisposable
{
    private readonly Stage _stage;
    private readonly string _limit;
    private readonly Engine _engine;
    private readonly TokenLocation _location;
    private readonly TokenStore _store = new(new Silent(), CancellationToken.None);

    public Turns(Stage stage, string limit, string manifest)
    {
        _stage = stage;
        _limit = limit;
        _engine = new Engine(manifest, Example.Secure(), stage.Directory);
        _location = TokenLocation.InDataDirectory(stage.Directory, null);
    }

    /// <summary>Does everything until the runtime has compiled it for the last time: it does so in the background, with a
    /// tenth of a second between two thoughts.</summary>
    public void WarmUp()
    {
        const int Times = 6;
        for (int i = 0; i < Times; i++)
        {
            _ = Time(10, Write).Count();
            _ = Time(10, Read).Count();
            foreach (string command in new[] { Engine.SetCommand, Engine.GetCommand, Engine.EmptyCommand, Engine.LimitCommand })
                _ = _engine.Time(command, 5, _stage.Operations).Count();
        }
    }

    /// <summary>Measures a batch of each in turn, some times over, and adds them to the report.</summary>
    public void Measure(int batches, Report report)
    {
        for (int batch = 0; batch < batches; batch++)
            Measure(report);
    }

    public void Dispose() => _engine.Dispose();

    private void Measure(Report report)
    {
        const int Batches = 1;
        double[][] limit = Programs.Columns(
            _limit, _stage.Directory, Example.Token, "1", _stage.Operations.ToString(CultureInfo.InvariantCulture));
        report.Add(_stage, "write", Contender.Limit, limit[0]);
        report.Add(_stage, "read", Contender.Limit, limit[1]);
        report.Add(_stage, "write", Contender.Core, Time(Batches, Write));
        report.Add(_stage, "write", Contender.Set, _engine.Time(Engine.SetCommand, Batches, _stage.Operations));
        report.Add(_stage, "write", Contender.LimitCmdlet, _engine.Time(Engine.LimitCommand, Batches, _stage.Operations));
        report.Add(_stage, "read", Contender.Core, Time(Batches, Read));
        report.Add(_stage, "read", Contender.Get, _engine.Time(Engine.GetCommand, Batches, _stage.Operations));
        report.Add(_stage, "read", Contender.EmptyCmdlet, _engine.Time(Engine.EmptyCommand, Batches, _stage.Operations));
    }

    // The check belongs to a write: a cmdlet never does one without the other.
    private void Write()
    {
        using Token token = Token.Parse(Example.Protected, _location.FullPath);
        _store.Write(_location, token, RetryPolicy.DefaultRetries);
    }

    private void Read()
    {
        using Token token = _store.Read(_location);
        token.ToSecureString().Dispose();
    }

    private IEnumerable<double> Time(int batches, Action operation)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < _stage.Operations; i++)
                operation();
            yield return Stopwatch.GetElapsedTime(start).TotalMicroseconds / _stage.Operations;
        }
    }
}
