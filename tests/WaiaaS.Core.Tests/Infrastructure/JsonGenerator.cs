using System.Text;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>JSON objects such as a payload may be, most of them spoilt by a few bytes. The same seed gives the same ones.</summary>
internal sealed class JsonGenerator(int seed)
{
    private const int DeepestLevel = 4;

    private static readonly string[] Spaces = ["", "", "", "", " ", "\t", "\r\n", "  "];
    private static readonly string[] Names = ["sub", "exp", "iat", "aid", "a b", "", "\\u0065xp", "\\\"", "é", "\\ud83d\\ude00"];
    private static readonly string[] Parts = ["a", "Z9", "{", "]", "€", "😀", "\\n", "\\\\", "\\/", "\\u00e9", "\\uD83D\\uDE00", "\\ud800"];
    private static readonly string[] Numbers = ["0", "-0", "1700000000", "1.5", "-1e9", "1E+5", "2e-3", "12345678901234567890"];

    // What matters to the grammar, and bytes that are no UTF-8 alone.
    private static readonly byte[] Alphabet = [.. "{}[]:,\"\\/bfnrtu0123456789eE+-.aAgG \n\0"u8, 0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        byte[] json = Encoding.UTF8.GetBytes(Space() + Object(0) + Space());
        for (int edits = _random.Next(4); edits > 0 && json.Length > 0; edits--)
            json = Spoilt(json);
        return json;
    }

    private byte[] Spoilt(byte[] json)
    {
        int at = _random.Next(json.Length);
        byte[] before = json[..at];
        byte other = Pick(Alphabet);
        return _random.Next(4) switch
        {
            0 => [.. before, .. json[(at + 1)..]],
            1 => [.. before, other, .. json[at..]],
            2 => [.. before, other, .. json[(at + 1)..]],
            _ => _random.Next(4) == 0 ? before : json,
        };
    }

    private string Object(int level) => "{" + List(() => Space() + Text(Pick(Names)) + Space() + ":" + Value(level + 1)) + "}";

    private string Value(int level) => Space() + _random.Next(level < DeepestLevel ? 8 : 6) switch
    {
        0 => "null",
        1 => _random.Next(2) == 0 ? "true" : "false",
        2 or 3 => Pick(Numbers),
        4 or 5 => Text(string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => Pick(Parts)))),
        6 => Object(level),
        _ => "[" + List(() => Value(level + 1)) + "]",
    } + Space();

    private string List(Func<string> item) =>
        string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => item())) + Space();

    private static string Text(string content) => "\"" + content + "\"";

    private string Space() => Pick(Spaces);

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
