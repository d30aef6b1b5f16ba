using System.Threading;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>
/// Writes a token that the daemon just issued, and checks the file afterwards. Neither Ctrl+C nor a logger can interrupt
/// it: this is the only copy.
/// </summary>
/// <param name="logger">Gets the messages at the end, see <see cref="Replay"/>.</param>
internal sealed class IssuedTokenWriter(ITokenLogger logger)
{
    /// <summary>How often a rename is tried again: for 2 to 10 seconds, longer than a virus scanner holds a file.</summary>
    private const int MaximumRetries = 200;

    private readonly DeferredLogger _said = new();

    /// <summary>Writes it.</summary>
    /// <exception cref="TokenException">See <see cref="TokenWriter.Write"/>.</exception>
    public TokenInfo Write(TokenLocation location, Token token) =>
        TokenStore.Describe(location, token, Store().Write(location, token, MaximumRetries));

    /// <summary>Whether the file holds this token now.</summary>
    public static unsafe bool IsInPlace(TokenLocation location, Token token)
    {
        using Token? found = TryRead(location);
        if (found is null || found.Length != token.Length)
            return false;
        for (int i = 0; i < token.Length; i++)
        {
            if (found.Bytes[i] != token.Bytes[i])
                return false;
        }

        return true;
    }

    /// <summary>The session of the token that the file holds now, a UUID; null where it holds none that names one.</summary>
    public static string? SessionIn(TokenLocation location)
    {
        using Token? found = TryRead(location);
        return found is null ? null : RenewableClaims.Of(found).SessionId;
    }

    /// <summary>A token as it is found now, without a word about it; null where there is none that can be read.</summary>
    public static Token? TryRead(TokenLocation location)
    {
        try
        {
            return new TokenStore(new DeferredLogger(), CancellationToken.None).Read(location);
        }
        catch (TokenException)
        {
            // The write reports a file that is in the way.
            return null;
        }
    }

    /// <summary>Passes on the messages of the writes.</summary>
    public void Replay() => _said.Replay(logger);

    private TokenStore Store() => new(_said, CancellationToken.None);
}
