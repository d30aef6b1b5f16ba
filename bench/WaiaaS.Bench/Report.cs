using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace WaiaaS.Bench;

/// <summary>The tables, the targets and the plot.</summary>
internal sealed class Report
{
    private readonly Dictionary<(string Stage, string Operation), List<Samples>> _groups = [];
    private readonly List<Samples> _starts = [];

    public void Add(Stage stage, string operation, string name, IEnumerable<double> microseconds)
    {
        if (!_groups.TryGetValue((stage.Name, operation), out List<Samples>? group))
            _groups[(stage.Name, operation)] = group = [];
        Of(group, name).Add(microseconds);
    }

    public void AddStart(string name, double milliseconds) => Of(_starts, name).Add([milliseconds]);

    public void Write(TextWriter output)
    {
        foreach (((string stage, string operation), List<Samples> group) in _groups)
        {
            output.WriteLine($"\n### One {operation} on {stage}, in µs\n\n| | median | quartiles | of the system calls in C |\n|---|---:|---:|---:|");
            foreach (Samples samples in group)
                output.WriteLine($"| {samples.Name} | {Number(samples.Median)} | {Number(samples.LowerQuartile)} to {Number(samples.UpperQuartile)} | {Number(samples.Median / group[0].Median)} |");
        }

        output.WriteLine("\n### Start, in ms\n\n| | median | quartiles |\n|---|---:|---:|");
        foreach (Samples samples in _starts)
            output.WriteLine($"| {samples.Name} | {Number(samples.Median)} | {Number(samples.LowerQuartile)} to {Number(samples.UpperQuartile)} |");

        output.WriteLine("\n### Targets\n\n| what | target | measured | |\n|---|---:|---:|---|");
        Target(output, "core write on tmpfs / C", Ratio("tmpfs", "write", "the core", 0), 1.5, atMost: true);
        Target(output, "cmdlet write on tmpfs / C", Ratio("tmpfs", "write", "Set-WaiaasToken", 0), 2.5, atMost: true);
        Target(output, "cmdlet write on disk / C", Ratio("disk", "write", "Set-WaiaasToken", 0), 1.15, atMost: true);
        Target(output, "write-file-atomic / cmdlet write on tmpfs", 1 / Ratio("tmpfs", "write", "Set-WaiaasToken", "npm write-file-atomic"), 1.3, atMost: false);
        Target(output, "Set-Content, Move-Item / cmdlet write on tmpfs", 1 / Ratio("tmpfs", "write", "Set-WaiaasToken", "Set-Content, Move-Item"), 30, atMost: false);
        Target(output, "cmdlet read on tmpfs / empty cmdlet", Ratio("tmpfs", "read", "Get-WaiaasToken", "an empty cmdlet"), 3, atMost: true);
        Target(output, "import and first write over the engine, ms", _starts[2].Median - _starts[0].Median, 45, atMost: true);
    }

    /// <summary>Writes on tmpfs as bars on a logarithmic scale, in SVG.</summary>
    public string Plot()
    {
        const int Row = 28;
        const int Left = 230;
        const int Width = 460;
        List<Samples> group = _groups[("tmpfs", "write")];
        double largest = Math.Log10(group.Max(samples => samples.Median) * 1.2);
        double smallest = Math.Log10(group.Min(samples => samples.Median) / 2);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + 110}\" height=\"{(Row * group.Count) + 50}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.Append("<title>One write on tmpfs, in microseconds, logarithmic</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int i = 0; i < group.Count; i++)
        {
            double length = Width * (Math.Log10(group[i].Median) - smallest) / (largest - smallest);
            string colour = group[i].Name is "the core" or "Set-WaiaasToken" ? "#2563eb" : "#9ca3af";
            int y = 10 + (Row * i);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 15}\" text-anchor=\"end\">{group[i].Name}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{length:F0}\" height=\"20\" fill=\"{colour}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + length + 6:F0}\" y=\"{y + 15}\">{Number(group[i].Median)}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{(Row * group.Count) + 35}\" fill=\"#6b7280\">one write on tmpfs, median in µs, logarithmic</text>\n</svg>\n");
        return svg.ToString();
    }

    private static void Target(TextWriter output, string what, double measured, double target, bool atMost)
    {
        string verdict = double.IsNaN(measured) ? "not measured" : (atMost ? measured <= target : measured >= target) ? "met" : "missed";
        output.WriteLine($"| {what} | {(atMost ? "at most" : "at least")} {Number(target)} | {Number(measured)} | {verdict} |");
    }

    private static Samples Of(List<Samples> group, string name)
    {
        Samples? samples = group.Find(one => one.Name == name);
        if (samples is null)
            group.Add(samples = new Samples(name));
        return samples;
    }

    private static string Number(double number) => double.IsNaN(number)
        ? "-"
        : number.ToString(number < 100 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private double Ratio(string stage, string operation, string name, int other) =>
        Median(stage, operation, name) / _groups[(stage, operation)][other].Median;

    private double Ratio(string stage, string operation, string name, string other) =>
        Median(stage, operation, name) / Median(stage, operation, other);

    private double Median(string stage, string operation, string name) =>
        _groups[(stage, operation)].Find(one => one.Name == name)?.Median ?? double.NaN;
}
