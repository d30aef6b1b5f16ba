using System;

namespace WaiaaS;

/// <summary>
/// What is known of a token file without the token. No member holds the token or a part of it; its claims are
/// unverified.
/// </summary>
public sealed class TokenInfo
{
    internal TokenInfo(string path, string dataDirectory, string wallet, string? walletId, TokenState state, string? reason, Remedy remedy)
    {
        Path = path;
        DataDirectory = dataDirectory;
        Wallet = wallet;
        WalletId = walletId;
        State = state;
        Reason = reason;
        Remedy = remedy;
    }

    /// <summary>The file's absolute path.</summary>
    public string Path { get; }

    /// <summary>The wallet that the token is for; null for the default token.</summary>
    public string? WalletId { get; }

    /// <summary>What the file is good for.</summary>
    public TokenState State { get; }

    /// <summary>Why the state is <see cref="TokenState.Malformed"/> or <see cref="TokenState.Refused"/>, and what to do; else null.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The session's id: the claim <c>sub</c>, in older tokens <c>sid</c>, <c>jti</c> or <c>sessionId</c>; null where there is none.</summary>
    public string? SessionId { get; internal set; }

    /// <summary>The agent's id, which older tokens have in <c>aid</c>; else null.</summary>
    public string? AgentId { get; internal set; }

    /// <summary>When the token was issued (RFC 7519, <c>iat</c>), in the local time zone; null where it does not say.</summary>
    public DateTimeOffset? IssuedAt { get; internal set; }

    /// <summary>When the token expires (RFC 7519, <c>exp</c>), in the local time zone; null when it never does or cannot be read.</summary>
    public DateTimeOffset? ExpiresAt { get; internal set; }

    /// <summary>How long it was to <see cref="ExpiresAt"/> when the file was looked at; negative once it has expired.</summary>
    public TimeSpan? Remaining { get; internal set; }

    /// <summary>
    /// When the file was last written, in the local time zone; null where it could not be opened. Of a token that was just
    /// written: when its file was created, moments before.
    /// </summary>
    public DateTimeOffset? LastWriteTime { get; internal set; }

    /// <summary>The file's length in bytes; null where it could not be opened.</summary>
    public long? Length { get; internal set; }

    /// <summary>The file's owner by name; null where it could not be opened.</summary>
    public string? Owner => OwnerLookup?.Invoke();

    /// <summary>The file's POSIX permissions in octal, such as <c>0600</c>; null on Windows and where it could not be opened.</summary>
    public string? Mode { get; internal set; }

    /// <summary>Who can read or write the file; null where it could not be opened.</summary>
    public string? Access => AccessLookup?.Invoke();

    /// <summary>Whether anyone but the owner and the system can read or write the file.</summary>
    public bool IsOpenToOthers { get; internal set; }

    /// <summary>The absolute path of the directory that holds the default token and those of wallets; of another file, its directory.</summary>
    public string DataDirectory { get; }

    /// <summary>Where the data directory came from: <c>parameter</c>, <c>WAIAAS_DATA_DIR</c>, <c>home directory</c>, or <c>path</c>
    /// for a file that was given by its own path; null where no cmdlet looked for it.</summary>
    public string? DataDirectorySource { get; internal set; }

    /// <summary>What to call the token in a list: the wallet's id, <c>(default)</c>, or the name of a file of another kind.</summary>
    public string Wallet { get; }

    /// <summary><see cref="Remaining"/> in words, in its two largest units: <c>6d 4h</c>, <c>never expires</c>, <c>2h 5m ago</c>;
    /// empty for a file that is no token.</summary>
    public string TimeLeft => State is TokenState.Active or TokenState.Expired ? TokenInfoText.TimeLeft(Remaining) : string.Empty;

    /// <summary>The permissions at a glance: <see cref="Mode"/>, on Windows <c>private</c> or <c>others</c>, with <c>!</c> behind
    /// it where <see cref="IsOpenToOthers"/>; empty where the file could not be opened.</summary>
    public string Protection => TokenInfoText.Protection(Mode, AccessLookup is not null, IsOpenToOthers);

    /// <summary>The error that <see cref="Reason"/> is the text of; null where it is none.</summary>
    internal TokenError? Error { get; set; }

    /// <summary>What the user can do about <see cref="Reason"/>.</summary>
    internal Remedy Remedy { get; }

    // Names may come from a directory service, which is asked only when they are to be shown.
    internal Func<string>? OwnerLookup { get; set; }

    internal Func<string>? AccessLookup { get; set; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}

/// <summary>What a token file is good for.</summary>
public enum TokenState
{
    /// <summary>A token that has not expired, as far as its claims tell; its signature cannot be verified here.</summary>
    Active,

    /// <summary>A token whose <c>exp</c> is in the past.</summary>
    Expired,

    /// <summary>A file that does not hold a token, or one whose payload or <c>exp</c> cannot be read.</summary>
    Malformed,

    /// <summary>A file that the module does not read: a link, no regular file, too large, another user's, or unreadable.</summary>
    Refused,
}
