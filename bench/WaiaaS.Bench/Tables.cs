using System.Globalization;
using System.Text;

namespace WaiaaS.Bench;

/// <summary>What was measured, as tables in Markdown.</summary>
internal static class Tables
{
    /// <summary>The targets, each with the best and the worst of all runs.</summary>
    public static string Targets(IReadOnlyList<Report> runs)
    {
        var text = new StringBuilder("| ratio within one run | target | best | worst | |\n|---|---:|---:|---:|---|\n");
        foreach (Target target in Target.All)
        {
            (double? best, double? worst) = target.Over(runs);
            text.Append(CultureInfo.InvariantCulture, $"| {target.What} | {(target.IsMost ? "at most" : "at least")} {Number(target.Bound)} | {Number(best)} | {Number(worst)} | {target.Verdict(worst)} |\n");
        }

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

    public static string StartsOf(Report report)
    {
        var text = new StringBuilder("| one process | median, ms | quartiles | more than the engine alone, ms |\n|---|---:|---|---:|\n");
        foreach (string kind in report.StartKinds)
            text.Append(CultureInfo.InvariantCulture, $"| {kind} | {Figures(report.OfStarts(kind))} | {Number(report.Added(kind))} |\n");
        return text.ToString();
    }

    /// <summary>Three digits, or fewer where there is nothing behind the point.</summary>
    public static string Number(double? number) => number is { } known
        ? known.ToString(known < 10 ? "0.##" : known < 100 ? "0.#" : "0", CultureInfo.InvariantCulture)
        : "-";

    private static string Name(Contender contender) => contender.IsOurs ? $"**{contender.Name}**" : contender.Name;

    private static string Figures(Samples samples) =>
        $"{Number(samples.Median)} | {Number(samples.LowerQuartile)} to {Number(samples.UpperQuartile)}";
}
