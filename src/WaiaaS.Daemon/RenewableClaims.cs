using System;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>The claims that decide about the renewal of a token.</summary>
internal sealed class RenewableClaims
{
    private RenewableClaims(TokenClaims? claims)
    {
        SessionId = claims?.SessionId is { } session && Requests.Answers.IsId(session) ? session : null;
        IssuedAt = claims?.IssuedAt;
        ExpiresAt = claims?.ExpiresAt;
        NeverExpires = claims is { ExpiresAt: null, IsExpiryUnreadable: false };
    }

    /// <summary>The session, a UUID; null where it names none.</summary>
    public string? SessionId { get; }

    /// <summary>When it expires; null where it does not, or does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>How long it lasts from its issue on; null where it does not say.</summary>
    public TimeSpan? Lifetime => ExpiresAt - IssuedAt;

    /// <summary>Whether it has no end.</summary>
    public bool NeverExpires { get; }

    /// <summary>Whether it has expired by this computer's clock.</summary>
    public bool HasExpired => ExpiresAt <= DateTimeOffset.UtcNow;

    private DateTimeOffset? IssuedAt { get; }

    /// <summary>Reads them.</summary>
    public static RenewableClaims Of(Token token) => new(TokenClaims.Read(token));

    /// <summary>When no more than so many hundredths of its lifetime are left; null where it does not say.</summary>
    public DateTimeOffset? DueAt(int percent) => Lifetime is { } lifetime ? ExpiresAt - TimeSpan.FromTicks(lifetime.Ticks / 100 * percent) : null;

    /// <summary>Whether that time has come. Of a token that does not say, only the daemon can tell.</summary>
    public bool IsDue(int percent) => DueAt(percent) is not { } due || due <= DateTimeOffset.UtcNow;

    /// <summary>Whether it is a later token of the same session, as far as the two say.</summary>
    public bool IsNewerThan(RenewableClaims other) => SessionId == other.SessionId && !HasExpired && IssuedAt > other.IssuedAt;
}
