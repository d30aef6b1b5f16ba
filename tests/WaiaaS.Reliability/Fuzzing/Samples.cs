using System.Buffers.Text;
using System.Text;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>Tokens and pieces of tokens to begin with.</summary>
internal static class Samples
{
    /// <summary>Payloads: the daemon's, those of older tokens, and odd ones.</summary>
    public static readonly byte[][] Payloads = [.. new[]
    {
        """{"sub":"3f0e4b7c-0f5e-4a8e-9b1c-2d3e4f5a6b7c","iat":1700000000,"exp":1700003600}""",
        """{"sid":"s1","aid":"a1","jti":"j1","sessionId":7,"iat":"1700000000","exp":"1700003600"}""",
        """ { "exp" : null , "sub" : "\u0073\n\\\"\u001b[31m" } """,
        """{"exp":[1,{"a":[[]]}],"sub":{"sub":"x"},"iat":true}""",
        """{"exp":1e400,"iat":-1.5E-3,"sub":0}""",
        """{"sub":"a","sub":"b","exp":1,"exp":2}""",
        """[1,2]""",
        """{}""",
        "{\"sub\":\"\u00e9\u20ac\U0001F600\"}",
        "\uFEFF{}",
    }.Select(Encoding.UTF8.GetBytes)];

    public static readonly byte[][] Tokens = [.. Payloads.Select(payload => Token(payload, 43)), Token([.. "{}"u8], 42), .. new[] { 1, 8177 }.Select(length => Encoding.ASCII.GetBytes("wai_sess_h.e30." + new string('s', length)))];

    public static readonly byte[][] TokenPieces =
    [
        [.. "wai_sess_"u8], [.. "eyJhbGciOiJIUzI1NiJ9"u8], [.. "."u8], [.. "..."u8], [.. "="u8], [.. "=="u8], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF],
        [0], [.. "\r\n"u8], [.. " "u8], [.. "\u00A0\u2028"u8], [.. "\u0085"u8], [.. "{\"token\":\""u8], [.. "\"}"u8], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98, 0x80],
        Encoding.Unicode.GetBytes("wai_sess_"), .. Tokens.Take(2),
    ];

    public static readonly byte[][] PayloadPieces =
    [
        [.. "{"u8], [.. "}"u8], [.. "["u8], [.. "]"u8], [.. ","u8], [.. ":"u8], [.. "\""u8], [.. "\"sub\":"u8], [.. "\"sid\":"u8], [.. "\"jti\":"u8], [.. "\"sessionId\":"u8],
        [.. "\"aid\":"u8], [.. "\"iat\":"u8], [.. "\"exp\":"u8], [.. "null"u8], [.. "true"u8], [.. "false"u8], [.. "NaN"u8], [.. "Infinity"u8], [.. "-0"u8], [.. "1e400"u8],
        [.. "-1e400"u8], [.. "253402300799"u8], [.. "253402300800"u8], [.. "-62135596800"u8], [.. "-62135596801"u8], [.. "01"u8], [.. "1."u8], [.. ".5"u8], [.. "+1"u8], [.. "0x10"u8],
        [.. "\\u0000"u8], [.. "\\u001b"u8], [.. "\\ud83d\\ude00"u8], [.. "\\ud800"u8], [.. "\\/"u8], [.. "\\x"u8], [.. "\\u00"u8], [.. "/**/"u8], [.. "//"u8], [.. "'"u8],
        [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0xC2, 0x85], [0], [0x1B], [.. "{\"a\":"u8], [.. "\"\":"u8], [.. "\"s\\u0075b\":"u8], [.. "\"item\":"u8], [.. "\"a b\":"u8],
    ];

    public static byte[] Token(byte[] payload, int signature) =>
        Encoding.ASCII.GetBytes($"wai_sess_eyJhbGciOiJIUzI1NiJ9.{Base64Url.EncodeToString(payload)}.{new string('s', signature)}");

    /// <summary>The payload of a token; null where it is no base64url.</summary>
    public static byte[]? PayloadOf(string token) => Decoded(token.Split('.')[1]);

    /// <summary>The bytes of base64url; null where it is none.</summary>
    public static byte[]? Decoded(string text)
    {
        string part = text.Replace('-', '+').Replace('_', '/');
        return part.Length % 4 == 1 ? null : Convert.FromBase64String(part + new string('=', -part.Length & 3));
    }
}
