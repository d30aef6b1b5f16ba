using System;

namespace WaiaaS.Tokens;

/// <summary>
/// Decides whether a text may contain a token, or the start of one, so that it must not be shown: paths, wallet ids and command
/// lines alike. It errs on the strict side: a user whose file only looks like a token has to rename it.
/// </summary>
internal static class TokenRecognizer
{
    // {" in base64url, with which the header of every JWT starts.
    private const string HeaderStart = "eyJ";

    // Fewer characters say nothing yet, and the word may be any name.
    private const int ShortestHeader = 11;

    /// <summary>Whether a token stands anywhere in a text.</summary>
    public static bool IsIn(string text) => IndexIn(text) >= 0;

    /// <summary>Where the first token of a text starts, after its prefix <c>wai_sess_</c>; -1 where there is none.</summary>
    public static int IndexIn(string text)
    {
        int prefix = text.IndexOf(TokenFormat.Prefix, StringComparison.Ordinal);
        int bare = IndexOfBare(text);
        return prefix < 0 || (bare >= 0 && bare < prefix) ? bare : prefix + TokenFormat.Prefix.Length;
    }

    // A JWT without the prefix, whole or cut.
    private static int IndexOfBare(string text)
    {
        int start = text.IndexOf(HeaderStart, StringComparison.Ordinal);
        while (start >= 0)
        {
            int end = start + HeaderStart.Length;
            while (end < text.Length && TokenFormat.IsBase64Url(text[end]))
                end++;
            if (end - start >= ShortestHeader && (start == 0 || !char.IsLetterOrDigit(text[start - 1])))
                return start;
            start = text.IndexOf(HeaderStart, start + 1, StringComparison.Ordinal);
        }

        return -1;
    }
}
