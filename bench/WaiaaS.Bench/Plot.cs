using System.Globalization;
using System.Text;

namespace WaiaaS.Bench;

/// <summary>The medians as dots and the quartiles as lines, on one logarithmic scale for all panels, in SVG.</summary>
internal sealed class Plot
{
    private const int LabelsEnd = 322;
    private const int ScaleStart = 340;
    private const int ScaleWidth = 450;
    private const int Width = 890;
    private const int RowHeight = 26;
    private const int PanelGap = 18;
    private const int TitleHeight = 34;
    private const int AxisHeight = 34;

    private static readonly (string Stage, string Operation, string Title)[] Panels =
    [
        ("tmpfs", "write", "One write on tmpfs: no disk, so all that is not the disk shows"),
        ("disk", "write", "One write on a disk"),
        ("tmpfs", "read", "One read on tmpfs"),
    ];

    // Dark where the reader's browser is.
    private const string Style = """
        <style>
          .ground { fill: #ffffff } .text { fill: #1f2328 } .faint { fill: #59636e } .grid { stroke: #d1d9e0 }
          .other { fill: #818b98; stroke: #818b98 } .ours { fill: #0969da; stroke: #0969da } .name { fill: #0969da; font-weight: 600 }
          @media (prefers-color-scheme: dark) {
            .ground { fill: #0d1117 } .text { fill: #f0f6fc } .faint { fill: #9198a1 } .grid { stroke: #3d444d }
            .other { fill: #9198a1; stroke: #9198a1 } .ours { fill: #58a6ff; stroke: #58a6ff } .name { fill: #58a6ff }
          }
        </style>
        """;

    private readonly StringBuilder _svg = new();
    private readonly double _smallest;
    private readonly double _largest;
    private int _y = 8;

    private Plot(IEnumerable<Samples> all)
    {
        double[] ends = [.. all.SelectMany(samples => new[] { samples.LowerQuartile, samples.UpperQuartile })];
        _smallest = Math.Log10(ends.Min() / 1.2);
        _largest = Math.Log10(ends.Max() * 1.2);
    }

    public static string Of(Report report)
    {
        var plot = new Plot(Panels.SelectMany(panel => report.Of(panel.Stage, panel.Operation)).Select(entry => entry.Samples));
        foreach ((string stage, string operation, string title) in Panels)
            plot.AddPanel(title, operation, [.. report.Of(stage, operation)]);
        return plot.Finish();
    }

    private void AddPanel(string title, string operation, (Contender Contender, Samples Samples)[] rows)
    {
        Text(16, _y + 20, title, "text", "font-weight=\"600\" font-size=\"14\"");
        _y += TitleHeight;
        int bottom = _y + (RowHeight * rows.Length);
        foreach (double tick in Ticks())
            _svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{X(tick):F1}\" x2=\"{X(tick):F1}\" y1=\"{_y}\" y2=\"{bottom}\"/>\n");
        foreach ((Contender contender, Samples samples) in rows)
            AddRow(contender, samples, operation);
        foreach (double tick in Ticks())
            Text(X(tick), bottom + 16, Duration(tick), "faint", "text-anchor=\"middle\" font-size=\"11\"");
        _y = bottom + AxisHeight + PanelGap;
    }

    private void AddRow(Contender contender, Samples samples, string operation)
    {
        int middle = _y + (RowHeight / 2);
        string colour = contender.IsOurs ? "ours" : "other";
        string flushes = operation == "write" && contender.Flushes != Contender.Limit.Flushes
            ? $"<tspan class=\"faint\" font-size=\"11\">, flushes {(contender.Flushes == "file" ? "no directory" : contender.Flushes)}</tspan>"
            : string.Empty;
        Text(LabelsEnd, middle + 4, contender.Name + flushes, contender.IsOurs ? "name" : "text", "text-anchor=\"end\"");
        _svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{colour}\" stroke-width=\"3\" x1=\"{X(samples.LowerQuartile):F1}\" x2=\"{X(samples.UpperQuartile):F1}\" y1=\"{middle}\" y2=\"{middle}\"/>");
        _svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"{colour}\" cx=\"{X(samples.Median):F1}\" cy=\"{middle}\" r=\"5\"/>\n");
        Text(Width - 16, middle + 4, Duration(samples.Median), contender.IsOurs ? "name" : "text", "text-anchor=\"end\"");
        _y += RowHeight;
    }

    private string Finish()
    {
        Text(16, _y, "Dots: medians. Lines: from the lower to the upper quartile. The scale is logarithmic.", "faint", "font-size=\"11\"");
        int height = _y + 16;
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="system-ui, sans-serif" font-size="13">
            <title>How long writing and reading the token takes, in microseconds</title>
            {Style}
            <rect class="ground" width="{Width}" height="{height}" rx="6"/>
            {_svg}</svg>

            """);
    }

    private IEnumerable<double> Ticks()
    {
        for (int power = (int)Math.Floor(_smallest); power <= _largest; power++)
        {
            foreach (int step in new[] { 1, 3 })
            {
                double tick = step * Math.Pow(10, power);
                if (Math.Log10(tick) >= _smallest && Math.Log10(tick) <= _largest)
                    yield return tick;
            }
        }
    }

    private static string Duration(double microseconds) =>
        microseconds < 1000 ? Tables.Number(microseconds) + " µs" : Tables.Number(microseconds / 1000) + " ms";

    private double X(double microseconds) => ScaleStart + (ScaleWidth * (Math.Log10(microseconds) - _smallest) / (_largest - _smallest));

    private void Text(double x, double y, string text, string style, string attributes) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:F1}\" y=\"{y:F1}\" {attributes}>{text}</text>\n");
}
