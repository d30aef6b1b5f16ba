using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace WaiaaS.Bench;

/// <summary>What was measured, as tables in Markdown.</summary>
internal static class Tables
{
    public static string Targets(Report report)
    {
        var text = new StringBuilder("| target | | measured | | what it means |\n|---|---:|---:|---|---|\n");
        foreach (Target target in Target.In(report))
            text.Append(CultureInfo.InvariantCulture, $"| {target.What} | {(target.IsMost ? "at most" : "at least")} {Number(target.Bound)} | {Number(target.Measured)} | {target.Verdict} | {target.Why} |\n");
        return text.ToString();
    }

    public static string Writes(Report report, string stage)
    {
        var text = new StringBuilder("| | median, µs | quartiles | times C | flushes |\n|---|---:|---:|---:|---|\n");
        foreach ((Contender contender, Samples samples) in report.Of(stage, "write"))
            text.Append(CultureInfo.InvariantCulture, $"| {Name(contender)} | {Figures(samples)} | {Number(report.Ratio(stage, "write", contender, Contender.Limit))} | {contender.Flushes} |\n");
        return text.ToString();
    }

    public static string Reads(Report report, string stage)
    {
        var text = new StringBuilder("| | median, µs | quartiles | times C |\n|---|---:|---:|---:|\n");
        foreach ((Contender contender, Samples samples) in report.Of(stage, "read"))
            text.Append(CultureInfo.InvariantCulture, $"| {Name(contender)} | {Figures(samples)} | {Number(report.Ratio(stage, "read", contender, Contender.Limit))} |\n");
        return text.ToString();
    }

    public static string Starts(Report report)
    {
        var text = new StringBuilder("| median, ms (quartiles) | the engine alone | import | first call | import and first call | second call |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (string kind in report.StartKinds)
        {
            IReadOnlyList<Start> starts = report.Starts(kind);
            text.Append(CultureInfo.InvariantCulture, $"| {kind} | {Spread(starts.Select(start => start.Engine))} | {Spread(starts.Select(start => start.Import))} | {Spread(starts.Select(start => start.First))} | {Spread(starts.Select(start => start.Added))} | {Spread(starts.Select(start => start.Second))} |\n");
        }

        return text.ToString();
    }

    /// <summary>Three digits, or fewer where there is nothing behind the point.</summary>
    public static string Number(double? number) => number is { } known
        ? known.ToString(known < 10 ? "0.##" : known < 100 ? "0.#" : "0", CultureInfo.InvariantCulture)
        : "-";

    private static string Name(Contender contender) => contender.IsOurs ? $"**{contender.Name}**" : contender.Name;

    private static string Figures(Samples samples) =>
        $"{Number(samples.Median)} | {Number(samples.LowerQuartile)} to {Number(samples.UpperQuartile)}";

    private static string Spread(IEnumerable<double> values)
    {
        var samples = new Samples();
        samples.Add(values);
        return $"{Number(samples.Median)} ({Number(samples.LowerQuartile)} to {Number(samples.UpperQuartile)})";
    }
}
