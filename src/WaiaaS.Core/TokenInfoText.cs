using System;
using System.Globalization;

namespace WaiaaS;

/// <summary>The words that a list shows a <see cref="TokenInfo"/> with. They are properties and no script in the view, since
/// PowerShell runs none of those in ConstrainedLanguage, and so that they outlive a remote session or a file.</summary>
internal static class TokenInfoText
{
    /// <summary>How long a token lasts, in the two largest units.</summary>
    /// <param name="remaining">Until it expires; negative once it has; null when it never does.</param>
    public static string TimeLeft(TimeSpan? remaining)
    {
        if (remaining is not { } span)
            return Messages.NeverExpires;
        return span > TimeSpan.Zero ? InUnits(span) : Messages.Ago(InUnits(span.Duration()));
    }

    /// <summary>The permissions at a glance.</summary>
    /// <param name="mode">POSIX permissions; null on Windows.</param>
    /// <param name="isKnown">Whether the file could be opened.</param>
    /// <param name="isOpenToOthers">Whether to mark it.</param>
    public static string Protection(string? mode, bool isKnown, bool isOpenToOthers)
    {
        if (!isKnown)
            return string.Empty;
        string text = mode ?? (isOpenToOthers ? Messages.OpenToOthers : Messages.Private);
        return isOpenToOthers ? text + " !" : text;
    }

    private static string InUnits(TimeSpan span)
    {
        if (span.Days > 0)
            return Two(span.Days, "d", span.Hours, "h");
        if (span.Hours > 0)
            return Two(span.Hours, "h", span.Minutes, "m");
        return span.Minutes > 0 ? Two(span.Minutes, "m", span.Seconds, "s") : One(span.Seconds, "s");
    }

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? One(large, largeUnit) : One(large, largeUnit) + " " + One(small, smallUnit);

    private static string One(int count, string unit) => count.ToString(CultureInfo.InvariantCulture) + unit;
}
