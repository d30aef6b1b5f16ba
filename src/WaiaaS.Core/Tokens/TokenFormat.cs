namespace WaiaaS.Tokens;

/// <summary>
/// The form of a session token: <c>wai_sess_</c> and a compact JWT (RFC 7519, section 3; RFC 7515, section 7.1).
/// Works on characters in place, so that a check makes no copy of the token.
/// </summary>
internal static unsafe class TokenFormat
{
    /// <summary>What every session token starts with.</summary>
    public const string Prefix = "wai_sess_";

    /// <summary>The most bytes that a token, or a token file, may have: 8,192.</summary>
    public const int MaximumLength = 8192;

    // The bit of ASCII that only small letters have: one comparison for both cases, because a processor cannot predict which
    // comes next.
    private const int LowerCaseBit = 0x20;

    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Leaves out white space and byte order marks at both ends, as JavaScript's <c>trim</c> does.</summary>
    public static void Trim(ref char* text, ref int length)
    {
        while (length > 0 && IsTrimmed(text[0]))
        {
            text++;
            length--;
        }

        while (length > 0 && IsTrimmed(text[length - 1]))
            length--;
    }

    /// <summary>
    /// Checks trimmed text, but not the length of its signature, see <see cref="TokenSignature"/>. What passes is ASCII, so
    /// its length in characters is its length in bytes.
    /// </summary>
    public static TokenFormatError Check(char* text, int length)
    {
        if (length == 0)
            return TokenFormatError.Empty;
        if (length > MaximumLength)
            return TokenFormatError.TooLarge;
        if (!StartsWith(text, length, Prefix))
            return text[0] is '{' or '[' or '"' ? TokenFormatError.Json : TokenFormatError.NoPrefix;

        int parts = 1;
        int partStart = Prefix.Length;
        bool emptyPart = false;
        for (int i = Prefix.Length; i <= length; i++)
        {
            if (i == length || text[i] == '.')
            {
                emptyPart |= i == partStart;
                partStart = i + 1;
                parts += i == length ? 0 : 1;
            }
            else if (!IsBase64Url(text[i]))
            {
                return char.IsWhiteSpace(text[i]) ? TokenFormatError.InnerWhiteSpace : TokenFormatError.InvalidCharacter;
            }
        }

        if (parts != 3)
            return TokenFormatError.NotThreeParts;
        return emptyPart ? TokenFormatError.EmptyPart : TokenFormatError.None;
    }

    /// <summary>Whether base64url (RFC 4648, section 5) has a character.</summary>
    public static bool IsBase64Url(char c) =>
        (uint)((c | LowerCaseBit) - 'a') <= 'z' - 'a' || (uint)(c - '0') <= '9' - '0' || c is '-' or '_';

    private static bool IsTrimmed(char c) => c == ByteOrderMark || char.IsWhiteSpace(c);

    private static bool StartsWith(char* text, int length, string start)
    {
        if (length < start.Length)
            return false;
        for (int i = 0; i < start.Length; i++)
        {
            if (text[i] != start[i])
                return false;
        }

        return true;
    }
}

/// <summary>The check of a token's form that failed. <see cref="None"/> means that all of them passed.</summary>
internal enum TokenFormatError
{
    None,

    /// <summary>Two reads in a row differed: others are writing it.</summary>
    ChangedWhileReading,

    /// <summary>Nothing but white space and byte order marks.</summary>
    Empty,
    NoPrefix,
    NotThreeParts,
    EmptyPart,

    /// <summary>Not as long as the algorithm of its header makes it: it was cut, or overwritten in place.</summary>
    SignatureLength,
    InnerWhiteSpace,

    /// <summary>A character that base64url (RFC 4648, section 5) does not have.</summary>
    InvalidCharacter,

    /// <summary>The file is UTF-16, as Windows PowerShell's <c>&gt;</c> and <c>Out-File</c> write it.</summary>
    Utf16,

    /// <summary>The file is JSON, for instance a whole API response.</summary>
    Json,

    /// <summary>More than <see cref="TokenFormat.MaximumLength"/> bytes.</summary>
    TooLarge,

    /// <summary>Neither text nor an object with a <c>token</c> member.</summary>
    NoTokenMember,
    Disposed,
}
