using System;
using System.Globalization;
using System.Linq;

namespace WaiaaS.Bench;

/// <summary>What one cold start took, in milliseconds.</summary>
/// <param name="Engine">The engine, and a line of script without a module.</param>
/// <param name="Import">Import-Module.</param>
/// <param name="First">The first call of a command of the module.</param>
/// <param name="Second">The second call.</param>
internal sealed record Start(double Engine, double Import, double First, double Second)
{
    /// <summary>The kind of start that targets are about.</summary>
    public const string OfModule = "WaiaaS, Set-WaiaasToken";

    /// <summary>What the module adds to a script that uses it once.</summary>
    public double Added => Import + First;

    /// <summary>Reads the four figures that a program printed.</summary>
    public static Start Parse(string output)
    {
        double[] laps = [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(lap => double.Parse(lap, CultureInfo.InvariantCulture))];
        return new Start(laps[0], laps[1], laps[2], laps[3]);
    }
}
