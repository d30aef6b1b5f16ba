using System.Security;
using System.Text;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>What is fuzzed, each beside a reference that may be given a flaw.</summary>
internal sealed unsafe class Targets(Flaw? flaw)
{
    private const string NoToken = "no token";

    // A token, and twice what fits into the reader's buffer.
    private const int LongToken = 9000;
    private const int LongFile = 20_000;

    // With base64url's third on top, within a token's limit.
    private const int LongPayload = 6000;

    private readonly ReferenceForm _form = new(flaw);
    private readonly ReferenceClaims _claims = new(flaw);

    public Target Input => new("token given to be written", Samples.Tokens, Samples.TokenPieces, LongToken, AnswerToInput, input => _form.TokenIn(Text(input)) ?? NoToken);

    public Target Content => new("content of a token file", Samples.Tokens, Samples.TokenPieces, LongToken, AnswerToContent, input => _form.TokenIn(input) ?? NoToken);

    public Target Payload => new(
        "payload of a token", Samples.Payloads, Samples.PayloadPieces, LongPayload, AnswerToPayload, input => input.Length == 0 ? NoToken : _claims.Describe(input));

    /// <summary>A file of any content through the whole reader: opened, looked at, read, and told what it is good for.</summary>
    public Target Reader(string directory)
    {
        var store = new TokenStore(new Silent(), CancellationToken.None);
        TokenLocation location = TokenLocation.AtPath(Path.Combine(directory, "mcp-token"));
        return new Target("token file through the reader", Samples.Tokens, Samples.TokenPieces, LongFile, input => AnswerToFile(store, location, input), StateOf);
    }

    private static string AnswerToInput(byte[] input)
    {
        string text = Text(input);
        fixed (char* chars = text)
        {
            using var secret = new SecureString(chars, text.Length);
            using Token? token = Token.FromSecureString(secret, out TokenFormatError found);
            return Describe(token, found);
        }
    }

    private static string AnswerToContent(byte[] input)
    {
        fixed (byte* content = input)
        {
            using Token? token = Token.FromFile(content, input.Length, out TokenFormatError found);
            return Describe(token, found);
        }
    }

    private static string AnswerToPayload(byte[] input)
    {
        byte[] bytes = Samples.Token(input, 43);
        fixed (byte* content = bytes)
        {
            using Token? token = Token.FromFile(content, bytes.Length, out _);
            return token is null ? NoToken
                : TokenClaims.Read(token) is { } claims ? ReferenceClaims.Line(claims.SessionId, claims.AgentId, claims.IssuedAt, claims.ExpiresAt, claims.IsExpiryUnreadable)
                : ReferenceClaims.NoObject;
        }
    }

    private static string AnswerToFile(TokenStore store, TokenLocation location, byte[] input)
    {
        File.WriteAllBytes(location.FullPath, input);

        // Of a file that was just written the reader would wait for the rest.
        File.SetLastWriteTimeUtc(location.FullPath, DateTime.UtcNow.AddMinutes(-1));
        return store.Inspect(location).State.ToString();
    }

    private string? StateOf(byte[] input)
    {
        if (input.Length > TokenFormat.MaximumLength)
            return nameof(TokenState.Refused);
        if (_form.TokenIn(input) is not { } token || Samples.PayloadOf(token) is not { } payload)
            return nameof(TokenState.Malformed);
        string? claims = _claims.Describe(payload);
        return claims is null ? null
            : claims == ReferenceClaims.NoObject || claims.EndsWith("unreadable", StringComparison.Ordinal) ? nameof(TokenState.Malformed)
            : claims.EndsWith("exp -", StringComparison.Ordinal) || !ReferenceClaims.IsPast(claims) ? nameof(TokenState.Active)
            : nameof(TokenState.Expired);
    }

    private static string Describe(Token? token, TokenFormatError found) =>
        token is null != (found != TokenFormatError.None) ? "neither a token nor a flaw" : token?.ToPlainText() ?? NoToken;

    private static string Text(byte[] input) => Encoding.UTF8.GetString(input);

    private sealed class Silent : ITokenLogger
    {
        public void Warning(string message, Remedy remedy, string path)
        {
        }

        public void Verbose(string message)
        {
        }
    }
}

/// <summary>An entry point of the core that takes what others have written.</summary>
/// <param name="Answer">What it answers to an input. Exceptions that the specification does not name come out.</param>
/// <param name="Expected">What the reference answers; null where it has no opinion.</param>
internal sealed record Target(
    string Name, byte[][] Seeds, byte[][] Pieces, int MaximumLength, Func<byte[], string> Answer, Func<byte[], string?> Expected);

/// <summary>A mistake that the reference can be given. Each is one that a parser could make, and must be found.</summary>
internal enum Flaw
{
    EmptySignature,
    AnySignature,
    OneByteTooMany,
    Padding,
    ByteOrderMarkStays,
    TrailingComma,
    ExpiryFromText,
}
