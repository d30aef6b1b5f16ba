using System;
using System.Text.RegularExpressions;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>What the daemon answered. The body may have a token in it, so it is in memory that is zeroed on disposal.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The body; disposed of with the answer.</param>
/// <param name="length">How many bytes the body has.</param>
/// <param name="retryAfter">How long the daemon asks to wait; null where it does not say.</param>
internal sealed unsafe class DaemonAnswer(int status, SecretBuffer body, int length, TimeSpan? retryAfter) : IDisposable
{
    private static readonly Regex CodePattern = new("^[A-Z][A-Z0-9_]{1,63}$", RegexOptions.CultureInvariant);

    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>How long the daemon asks to wait (RFC 9110, section 10.2.3); null where it does not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>The WAIaaS error code, once <see cref="ReadError"/> has found one.</summary>
    public string? Code { get; private set; }

    /// <summary>Whether WAIaaS says that the same request may succeed later.</summary>
    public bool IsRetryable { get; private set; }

    /// <summary>What WAIaaS says beside the code: its hint, else its message, in its own words.</summary>
    public string? Advice { get; private set; }

    /// <summary>A reader for the body, which is JSON or is not.</summary>
    public JsonReader Open() => new(body.Bytes, length);

    /// <summary>Reads the body as WAIaaS' error.</summary>
    public void ReadError()
    {
        string? code = null, message = null, hint = null;
        JsonReader reader = Open();
        while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
        {
            if (kind == JsonKind.String && name.Is("code"))
                code = value.ToString();
            else if (kind == JsonKind.String && name.Is("message"))
                message = value.ToString();
            else if (kind == JsonKind.String && name.Is("hint"))
                hint = value.ToString();
            else if (kind == JsonKind.Other && name.Is("retryable"))
                IsRetryable = value.Is("true");
        }

        if (!reader.IsWhole || code is null || !CodePattern.IsMatch(code))
        {
            IsRetryable = false;
            return;
        }

        Code = code;
        Advice = hint ?? message;
    }

    public void Dispose() => body.Dispose();
}
