using WaiaaS.Tokens;

namespace WaiaaS.Fuzz;

/// <summary>The payload of a well-formed token, bytes of any kind.</summary>
internal sealed class PayloadTarget(ReferenceClaims reference) : ITarget
{
    public string Name => "payload of a token";

    public byte[][] Seeds => Samples.Payloads;

    public byte[][] Pieces => Samples.PayloadPieces;

    // With base64url's third on top, within a token's limit.
    public int MaximumLength => 6000;

    public unsafe string Answer(byte[] input)
    {
        byte[] bytes = Samples.Token(input, 43);
        fixed (byte* content = bytes)
        {
            using Token? token = Token.FromFile(content, bytes.Length, out _);
            return token is null ? "no token" : Describe(TokenClaims.Read(token));
        }
    }

    public string? Expected(byte[] input) => input.Length == 0 ? "no token" : reference.Describe(input);

    public void Dispose()
    {
    }

    private static string Describe(TokenClaims? claims) => claims is null
        ? ReferenceClaims.NoObject
        : ReferenceClaims.Line(claims.SessionId, claims.AgentId, claims.IssuedAt, claims.ExpiresAt, claims.IsExpiryUnreadable);
}
