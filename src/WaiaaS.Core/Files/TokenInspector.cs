using System;
using System.Threading;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>Looks at a token file and tells what it is good for. What is wrong with it is an answer, not an error.</summary>
internal sealed class TokenInspector
{
    private readonly TokenReader _reader;

    public TokenInspector(TokenReader reader) => _reader = reader;

    /// <summary>Looks at one file.</summary>
    /// <exception cref="TokenException">There is none, or the file system failed.</exception>
    public TokenInfo Inspect(TokenLocation location, CancellationToken cancellation)
    {
        FileStatus? status = null;
        try
        {
            using Token token = _reader.Read(location, ref status, patient: false, cancellation);
            return Describe(location, TokenClaims.Read(token), status!);
        }
        catch (TokenException failure) when (StateOf(failure.Error) is not null)
        {
            var info = new TokenInfo(location.FullPath, location.WalletId, StateOf(failure.Error)!.Value, failure.Message);
            AddStatus(info, status);
            return info;
        }
    }

    private static TokenState? StateOf(TokenError error) => error switch
    {
        TokenError.TokenMalformed => TokenState.Malformed,
        TokenError.TokenPathIsSymbolicLink or TokenError.TokenNotRegularFile or TokenError.TokenOwnerMismatch
            or TokenError.TokenTooLarge or TokenError.TokenAccessDenied => TokenState.Refused,
        _ => null,
    };

    private static TokenInfo Describe(TokenLocation location, TokenClaims? claims, FileStatus status)
    {
        TimeSpan? remaining = claims?.ExpiresAt - DateTimeOffset.UtcNow;
        string? reason = claims is null ? Messages.ReasonNotJson : claims.IsExpiryUnreadable ? Messages.ReasonExpiryIsNoTime : null;
        TokenState state = reason is not null ? TokenState.Malformed : remaining <= TimeSpan.Zero ? TokenState.Expired : TokenState.Active;
        var info = new TokenInfo(location.FullPath, location.WalletId, state, reason)
        {
            SessionId = claims?.SessionId,
            AgentId = claims?.AgentId,
            IssuedAt = claims?.IssuedAt?.ToLocalTime(),
            ExpiresAt = claims?.ExpiresAt?.ToLocalTime(),
            Remaining = remaining,
        };
        AddStatus(info, status);
        return info;
    }

    private static void AddStatus(TokenInfo info, FileStatus? status)
    {
        if (status is null || status.LastWriteTime == default)
            return;
        info.LastWriteTime = status.LastWriteTime.ToLocalTime();
        info.Length = status.Length;
        info.Owner = status.Owner;
        info.Mode = status.Mode;
        info.Access = status.Access;
        info.IsOpenToOthers = status.OpenToOthers;
    }
}
