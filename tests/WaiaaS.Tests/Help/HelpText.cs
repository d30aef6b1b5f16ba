using System.Text.RegularExpressions;

namespace WaiaaS.Tests.Help;

/// <summary>Makes texts comparable that are laid out in different ways.</summary>
internal static partial class HelpText
{
    /// <summary>Every run of white space is one space.</summary>
    public static string Flat(string text) => WhiteSpace().Replace(text, " ").Trim();

    /// <summary>The words of a Markdown text, without its marks.</summary>
    public static string Words(string markdown) =>
        Flat(Code().Replace(Bold().Replace(Link().Replace(markdown, "$1"), "$1"), "$1"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
