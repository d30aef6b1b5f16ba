using System;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>Makes a <see cref="TokenInfo"/> of what a read or a write found out.</summary>
internal static class TokenInfos
{
    /// <summary>The info of a token.</summary>
    /// <param name="location">Its file.</param>
    /// <param name="claims">Its claims; null where its payload is not a JSON object.</param>
    /// <param name="status">What the operating system said of the file.</param>
    /// <param name="length">The file's length in bytes.</param>
    public static TokenInfo Of(TokenLocation location, TokenClaims? claims, FileStatus status, long length)
    {
        TimeSpan? remaining = claims?.ExpiresAt - DateTimeOffset.UtcNow;
        string? reason = claims is null ? Messages.PayloadNotJson : claims.IsExpiryUnreadable ? Messages.ExpiryUnreadable : null;
        TokenState state = reason is not null ? TokenState.Malformed : remaining <= TimeSpan.Zero ? TokenState.Expired : TokenState.Active;
        var info = new TokenInfo(location.FullPath, location.DataDirectory, location.Wallet, location.WalletId, state, reason, reason is null ? Remedy.None : Remedy.RewriteToken)
        {
            SessionId = claims?.SessionId,
            AgentId = claims?.AgentId,
            IssuedAt = claims?.IssuedAt?.ToLocalTime(),
            ExpiresAt = claims?.ExpiresAt?.ToLocalTime(),
            Remaining = remaining,
        };
        AddStatus(info, status, length);
        return info;
    }

    /// <summary>The info of a file whose error has a <see cref="StateOf"/>.</summary>
    /// <param name="location">The file.</param>
    /// <param name="error">Why it was not read, or is no token.</param>
    /// <param name="status">What the operating system said of the file; null where it could not be opened.</param>
    public static TokenInfo Of(TokenLocation location, TokenException error, FileStatus? status)
    {
        var info = new TokenInfo(location.FullPath, location.DataDirectory, location.Wallet, location.WalletId, StateOf(error.Error)!.Value, error.Message, error.Remedy) { Error = error.Error };

        // A device or a reparse point on Windows was not even asked.
        if (status is not null && status.LastWriteTime != default)
            AddStatus(info, status, status.Length);
        return info;
    }

    /// <summary>The state of a file that gave an error; null for an error that says nothing of the file.</summary>
    public static TokenState? StateOf(TokenError error) => error switch
    {
        TokenError.TokenMalformed => TokenState.Malformed,
        TokenError.TokenPathIsSymbolicLink or TokenError.TokenNotRegularFile or TokenError.TokenOwnerMismatch
            or TokenError.TokenTooLarge or TokenError.TokenAccessDenied => TokenState.Refused,
        _ => null,
    };

    private static void AddStatus(TokenInfo info, FileStatus status, long length)
    {
        info.LastWriteTime = status.LastWriteTime == default ? null : status.LastWriteTime.ToLocalTime();
        info.Length = length;
        info.Mode = status.Mode;
        info.IsOpenToOthers = status.IsOpenToOthers;
        info.OwnerLookup = () => status.Owner;
        info.AccessLookup = () => status.Access;
    }
}
