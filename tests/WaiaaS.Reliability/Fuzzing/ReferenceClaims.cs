using System.Text.Json;
using System.Text.Unicode;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>The claims of a payload, read with System.Text.Json.</summary>
internal sealed class ReferenceClaims(Flaw? flaw)
{
    /// <summary>What is answered for what is no JSON object.</summary>
    public const string NoObject = "no object";

    private static readonly string[] SessionNames = ["sub", "sid", "jti", "sessionId"];

    /// <summary>The claims as one line of text.</summary>
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

    /// <summary>A line of the same form.</summary>
    public static string Line(string? session, string? agent, DateTimeOffset? issued, DateTimeOffset? expires, bool unreadable) =>
        FormattableString.Invariant($"session {session ?? "-"}, agent {agent ?? "-"}, iat {Time(issued)}, exp {Time(expires)}{(unreadable ? " unreadable" : string.Empty)}");

    /// <summary>Whether the expiry in such a line is in the past.</summary>
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
