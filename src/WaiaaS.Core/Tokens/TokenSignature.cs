namespace WaiaaS.Tokens;

/// <summary>What can be checked of a token's signature without the key: whether it has the length that its header asks for.</summary>
internal static unsafe class TokenSignature
{
    // {"alg":"HS256"} in base64url, as the daemon writes it.
    private const string DaemonsHeader = "eyJhbGciOiJIUzI1NiJ9";

    private const string Hs256 = "HS256";

    // RFC 7518, section 3.2: HMAC with SHA-256 gives 32 bytes, which base64url writes in 43 characters.
    private const int Hs256Length = 43;

    /// <summary>
    /// Whether a token that passed <see cref="TokenFormat.Check"/> can have a valid signature. One that says HS256 has 43
    /// characters of it; a cut or overwritten file often has another number of them.
    /// </summary>
    public static bool HasPossibleLength(byte* token, int length)
    {
        int signature = length;
        while (token[signature - 1] != '.')
            signature--;
        if (length - signature == Hs256Length)
            return true;

        byte* header = token + TokenFormat.Prefix.Length;
        int headerLength = 0;
        while (header[headerLength] != '.')
            headerLength++;
        return !SaysHs256(header, headerLength);
    }

    private static bool SaysHs256(byte* header, int length)
    {
        if (IsDaemons(header, length))
            return true;
        int decodedLength = Base64Url.DecodedLength(length);
        if (decodedLength < 0)
            return false;
        using var decoded = new SecretBuffer(decodedLength);
        Base64Url.Decode(header, length, decoded.Bytes);
        var reader = new JsonReader(decoded.Bytes, decodedLength);
        bool says = false;
        while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
        {
            if (name.Is("alg"))
                says = kind == JsonKind.String && value.Is(Hs256);
        }

        return says && reader.IsWhole;
    }

    private static bool IsDaemons(byte* header, int length)
    {
        if (length != DaemonsHeader.Length)
            return false;
        for (int i = 0; i < length; i++)
        {
            if (header[i] != DaemonsHeader[i])
                return false;
        }

        return true;
    }
}
