namespace WaiaaS.Bench;

/// <summary>Figures of the same thing, one for each batch or start.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public double Median => Quantile(0.5);

    public double LowerQuartile => Quantile(0.25);

    public double UpperQuartile => Quantile(0.75);

    public void Add(IEnumerable<double> values) => _values.AddRange(values);

    private double Quantile(double share)
    {
        double[] sorted = [.. _values.Order()];
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}
