using System.Text;
using System.Text.RegularExpressions;
using WaiaaS.Tokens;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>The form of a token, said once more in other words: a regular expression and .NET's own decoder.</summary>
internal sealed partial class ReferenceForm(Flaw? flaw)
{
    private static readonly char[] Around = [.. Enumerable.Range(0, char.MaxValue).Select(c => (char)c).Where(c => char.IsWhiteSpace(c) || c == '\uFEFF')];

    /// <summary>The token in some text; null where there is none.</summary>
    public string? TokenIn(string text)
    {
        string trimmed = Trimmed(text);
        int limit = flaw == Flaw.OneByteTooMany ? TokenFormat.MaximumLength + 1 : TokenFormat.MaximumLength;
        if (trimmed.Length > limit)
            return null;
        Regex form = flaw switch
        {
            Flaw.EmptySignature => WithEmptySignature(),
            Flaw.Padding => WithPadding(),
            _ => Form(),
        };
        return form.IsMatch(trimmed) ? trimmed : null;
    }

    /// <summary>The token in a file's content; null where there is none.</summary>
    public string? TokenIn(byte[] content) => TokenIn(Encoding.UTF8.GetString(content));

    private string Trimmed(string text) => flaw == Flaw.ByteOrderMarkStays ? text.Trim() : text.Trim(Around);

    [GeneratedRegex(@"\Awai_sess_[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\Awai_sess_[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\z")]
    private static partial Regex WithEmptySignature();

    [GeneratedRegex(@"\Awai_sess_[A-Za-z0-9_-]+=*\.[A-Za-z0-9_-]+=*\.[A-Za-z0-9_-]+=*\z")]
    private static partial Regex WithPadding();
}
