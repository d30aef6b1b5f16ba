namespace WaiaaS.Tokens;

/// <summary>base64url without padding (RFC 4648, section 5; RFC 7515, section 2).</summary>
internal static unsafe class Base64Url
{
    /// <summary>How many bytes some characters encode; -1 where no bytes give that many characters.</summary>
    public static int DecodedLength(int length) => length % 4 == 1 ? -1 : (int)(length * 3L / 4);

    /// <summary>Decodes characters that are all of the alphabet. Bits left over at the end are ignored, as WAIaaS does.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="length">How many.</param>
    /// <param name="decoded">Room for <see cref="DecodedLength"/> bytes.</param>
    public static void Decode(byte* text, int length, byte* decoded)
    {
        uint bits = 0;
        int held = 0;
        for (int i = 0; i < length; i++)
        {
            bits = (bits << 6) | ValueOf(text[i]);
            held += 6;
            if (held < 8)
                continue;
            held -= 8;
            *decoded++ = (byte)(bits >> held);
        }
    }

    private static uint ValueOf(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - (uint)'A',
        >= (byte)'a' and <= (byte)'z' => c - (uint)'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - (uint)'0' + 52,
        (byte)'-' => 62,
        _ => 63,
    };
}
