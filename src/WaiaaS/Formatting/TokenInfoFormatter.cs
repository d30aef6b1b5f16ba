using System;
using System.Globalization;
using System.Management.Automation;

namespace WaiaaS.Formatting;

/// <summary>The words of the table and the list that show a <see cref="TokenInfo"/>; called by the format file.</summary>
public static class TokenInfoFormatter
{
    private const string Reset = "\u001b[0m";

    /// <summary>The wallet, or a dash for the default token.</summary>
    /// <param name="info">What to show.</param>
    public static string Wallet(object info) => Text(info, nameof(TokenInfo.WalletId)) ?? "-";

    /// <summary>The state, coloured where it needs attention.</summary>
    /// <param name="info">What to show.</param>
    /// <param name="style">The host's <c>$PSStyle</c>, or null where it has none and so no colours.</param>
    public static string State(object info, object? style) =>
        StateOf(info) == nameof(TokenState.Active) ? nameof(TokenState.Active) : Coloured(StateOf(info), style);

    /// <summary>The mode, or on Windows who has access; marked and coloured where others have it.</summary>
    /// <param name="info">What to show.</param>
    /// <param name="style">The host's <c>$PSStyle</c>, or null where it has none and so no colours.</param>
    public static string Access(object info, object? style)
    {
        bool open = Member(info, nameof(TokenInfo.IsOpenToOthers)) is true;
        string access = Text(info, nameof(TokenInfo.Mode))
            ?? (Text(info, nameof(TokenInfo.Access)) is null ? string.Empty : open ? "others" : "private");
        return open ? Coloured(access + " !", style) : access;
    }

    /// <summary>How long the token lasts, in the two largest units: <c>6d 4h</c>, <c>59m 3s</c>, <c>never expires</c>, <c>2h 5m ago</c>.</summary>
    /// <param name="info">What to show.</param>
    public static string Remaining(object info)
    {
        if (StateOf(info) is not nameof(TokenState.Active) and not nameof(TokenState.Expired))
            return string.Empty;
        if (Member(info, nameof(TokenInfo.Remaining)) is not TimeSpan remaining)
            return "never expires";
        return remaining > TimeSpan.Zero ? InWords(remaining) : InWords(remaining.Duration()) + " ago";
    }

    private static string InWords(TimeSpan span)
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

    // $PSStyle is not in PowerShellStandard: it came with PowerShell 7.2.
    private static string Coloured(string text, object? style)
    {
        string? colour = Member(Member(style, "Formatting"), "Warning") as string;
        return string.IsNullOrEmpty(colour) ? text : colour + text + Reset;
    }

    private static string StateOf(object info) => Text(info, nameof(TokenInfo.State)) ?? string.Empty;

    private static string? Text(object info, string name) => Member(info, name)?.ToString();

    // By name, not by type: what comes out of a job, a remote session or Import-Clixml has the properties and no more.
    private static object? Member(object? value, string name) =>
        value is null ? null : Unwrapped(PSObject.AsPSObject(value).Properties[name]?.Value);

    private static object? Unwrapped(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject and not int } wrapped ? wrapped.BaseObject : value;
}
