using System;
using System.Collections.Generic;
using System.Linq;

namespace WaiaaS.Bench;

/// <summary>Times of one operation in microseconds, one for each batch.</summary>
internal sealed class Samples(string name)
{
    private readonly List<double> _values = [];

    public string Name { get; } = name;

    public bool IsEmpty => _values.Count == 0;

    public double Median => Quantile(0.5);

    public double LowerQuartile => Quantile(0.25);

    public double UpperQuartile => Quantile(0.75);

    public void Add(IEnumerable<double> values) => _values.AddRange(values);

    private double Quantile(double share)
    {
        double[] sorted = [.. _values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }
}
