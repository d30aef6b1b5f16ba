using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using WaiaaS.Tokens;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>The form of a token, said once more in other words: a regular expression and .NET's own decoder.</summary>
internal sealed class ReferenceForm(Flaw? flaw)
{
    private const string Part = "[A-Za-z0-9_-]+";

    private static readonly char[] Around = [.. Enumerable.Range(0, char.MaxValue).Select(c => (char)c).Where(c => char.IsWhiteSpace(c) || c == '\uFEFF')];

    private readonly int _limit = flaw == Flaw.OneByteTooMany ? TokenFormat.MaximumLength + 1 : TokenFormat.MaximumLength;
    private readonly Regex _form = new(flaw switch
    {
        Flaw.EmptySignature => $@"\Awai_sess_{Part}\.{Part}\.({Part})?\z",
        Flaw.Padding => $@"\Awai_sess_{Part}=*\.{Part}=*\.{Part}=*\z",
        _ => $@"\Awai_sess_{Part}\.{Part}\.{Part}\z",
    });

    /// <summary>The token in some text; null where there is none.</summary>
    public string? TokenIn(string text)
    {
        string trimmed = flaw == Flaw.ByteOrderMarkStays ? text.Trim() : text.Trim(Around);
        return trimmed.Length <= _limit && _form.IsMatch(trimmed) && HasPossibleSignature(trimmed) ? trimmed : null;
    }

    public string? TokenIn(byte[] content) => TokenIn(Encoding.UTF8.GetString(content));

    // RFC 7518, section 3.2.
    private bool HasPossibleSignature(string token) =>
        flaw == Flaw.AnySignature || token[(token.LastIndexOf('.') + 1)..].Length == 43 || !SaysHs256(token["wai_sess_".Length..token.IndexOf('.', StringComparison.Ordinal)]);

    private static bool SaysHs256(string header)
    {
        if (Samples.Decoded(header) is not { } json || !Utf8.IsValid(json))
            return false;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = json.Length + 1 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().Where(member => member.Name == "alg").Select(member => member.Value).LastOrDefault()
                    is { ValueKind: JsonValueKind.String } algorithm && algorithm.GetString() == "HS256";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>The claims of a payload, read with System.Text.Json.</summary>
internal sealed class ReferenceClaims(Flaw? flaw)
{
    public const string NoObject = "no object";

    private static readonly string[] SessionNames = ["sub", "sid", "jti", "sessionId"];

    /// <returns>Null where an escape in the payload is no Unicode, of which JSON leaves open what it means.</returns>
    public string? Describe(byte[] payload)
    {
        // RFC 8259, section 8.1. System.Text.Json looks at that only in what it is asked for.
        if (!Utf8.IsValid(payload))
            return NoObject;
        try
        {
            using var document = JsonDocument.Parse(
                payload, new JsonDocumentOptions { MaxDepth = payload.Length + 1, AllowTrailingCommas = flaw == Flaw.TrailingComma });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Describe(document.RootElement) : NoObject;
        }
        catch (JsonException)
        {
            return NoObject;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string Line(string? session, string? agent, DateTimeOffset? issued, DateTimeOffset? expires, bool unreadable) =>
        FormattableString.Invariant($"session {session ?? "-"}, agent {agent ?? "-"}, iat {Time(issued)}, exp {Time(expires)}{(unreadable ? " unreadable" : string.Empty)}");

    public static bool IsPast(string line)
    {
        string time = line[(line.LastIndexOf("exp ", StringComparison.Ordinal) + "exp ".Length)..];
        return string.CompareOrdinal(time, Time(DateTimeOffset.UtcNow)) <= 0;
    }

    private string Describe(JsonElement root)
    {
        string? session = null;
        string? agent = null;
        int rank = SessionNames.Length;
        DateTimeOffset? issued = null;
        DateTimeOffset? expires = null;
        bool unreadable = false;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            JsonElement value = property.Value;
            string name = property.Name;
            bool isNumber = value.ValueKind == JsonValueKind.Number;
            string? text = isNumber ? value.GetRawText() : value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            int found = Array.IndexOf(SessionNames, name);
            if (text is not null && found >= 0 && found < rank)
            {
                (session, rank) = (Printable(text), found);
            }
            else if (text is not null && name == "aid")
            {
                agent = Printable(text);
            }
            else if (text is not null && name == "iat")
            {
                issued = Date(text);
            }
            else if (name == "exp" && value.ValueKind != JsonValueKind.Null)
            {
                expires = isNumber || (flaw == Flaw.ExpiryFromText && text is not null) ? Date(text!) : null;
                unreadable |= expires is null;
            }
        }

        return Line(session, agent, issued, expires, unreadable);
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private static DateTimeOffset? Date(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || double.IsNaN(seconds))
            return null;
        try
        {
            return DateTimeOffset.UnixEpoch.AddMilliseconds((double)(long)(seconds * 1000));
        }
        catch (ArgumentOutOfRangeException)
        {
            return seconds > 0 ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;
        }
    }

    private static string Time(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? "-";
}
