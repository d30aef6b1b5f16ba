using System.Text;
using System.Text.Json;

namespace WaiaaS.Tests.Tokens;

/// <summary>The module's own reader of JSON says what .NET's says, of what is JSON and of what only looks like it.</summary>
public sealed unsafe class JsonReaderTests
{
    // More levels than a payload has bytes.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_reader_agrees_with_NETs_on_what_was_generated_and_then_spoilt(int seed)
    {
        var generator = new JsonGenerator(seed);
        int accepted = 0;
        const int Inputs = 4000;
        for (int i = 0; i < Inputs; i++)
            accepted += AssertSame(generator.Next()) ? 1 : 0;

        // Else only one of the two answers would have been compared.
        Assert.InRange(accepted, Inputs / 10, Inputs * 9 / 10);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [InlineData("{}")]
    [InlineData(" \t\r\n{ \"a\" : 1 , \"b\" : [ ] } \n")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[,1]}")]
    [InlineData("{\"a\":[1 2]}")]
    [InlineData("{\"a\":{\"b\":1,}}")]
    [InlineData("{\"a\":{\"b\"}}")]
    [InlineData("{\"a\":[}}")]
    [InlineData("{\"a\":{]}")]
    [InlineData("{}{}")]
    [InlineData("{}\0")]
    [InlineData("{}//")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":nul}")]
    [InlineData("{\"a\":nulll}")]
    [InlineData("{\"a\":True}")]
    [InlineData("{\"a\":true,\"b\":false,\"c\":null}")]
    [InlineData("{\"a\":[true,false,null,-1,\"x\"]}")]
    [InlineData("{\"a\":0}")]
    [InlineData("{\"a\":-0.0e-0}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":.5}")]
    [InlineData("{\"a\":1.}")]
    [InlineData("{\"a\":1e}")]
    [InlineData("{\"a\":1E+}")]
    [InlineData("{\"a\":1E+05}")]
    [InlineData("{\"a\":0x1}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":Infinity}")]
    [InlineData("{\"a\":\"tab\t\"}")]
    [InlineData("{\"a\":\"nul\0\"}")]
    [InlineData("{\"a\":\"delete\u007F\"}")]
    [InlineData("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\u12\"}")]
    [InlineData("{\"a\":\"\\u12g4\"}")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{\"a\":\"\\u123")]
    [InlineData("{\"\\u0061\":\"\\uD83D\\uDE00\"}")]
    [InlineData("{\"a\":\"\\uD83D\"}")]
    [InlineData("{\"\":\"\"}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"é\":\"€😀\"}")]
    public void The_reader_agrees_with_NETs_on_the_corners_of_the_grammar(string json) => AssertSame(Encoding.UTF8.GetBytes(json));

    // The Unicode Standard, section 3.9: continuation bytes alone, overlong forms, surrogates, beyond U+10FFFF, cut ones.
    [Theory]
    [InlineData("80")]
    [InlineData("C0AF")]
    [InlineData("C180")]
    [InlineData("C2")]
    [InlineData("C27F")]
    [InlineData("C280")]
    [InlineData("E08080")]
    [InlineData("E09FBF")]
    [InlineData("E0A080")]
    [InlineData("ED9FBF")]
    [InlineData("EDA080")]
    [InlineData("EE8080")]
    [InlineData("EFBFBF")]
    [InlineData("E282")]
    [InlineData("F08FBFBF")]
    [InlineData("F0908080")]
    [InlineData("F09F98")]
    [InlineData("F48FBFBF")]
    [InlineData("F4908080")]
    [InlineData("F5808080")]
    [InlineData("FF")]
    public void The_reader_agrees_with_NETs_on_what_is_UTF_8(string hex)
    {
        byte[] character = Convert.FromHexString(hex);
        AssertSame([.. "{\"a\":\""u8, .. character, .. "\"}"u8]);
        AssertSame([.. "{\"a\":[\""u8, .. character]);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void No_nesting_is_too_deep(string open, string close)
    {
        const int Depth = 3000;
        const int SmallestStack = 128 * 1024;
        string deep = string.Concat(Enumerable.Repeat(open, Depth)) + "{}" + string.Concat(Enumerable.Repeat(close, Depth));
        int whole = 0;
        var thread = new Thread(
            () =>
            {
                whole += Members("{\"a\":" + deep + "}", out _) ? 1 : 0;
                whole += Members("{\"a\":" + deep, out _) ? 2 : 0;
                whole += Members("{\"a\":" + deep[..^1] + "x}", out _) ? 4 : 0;
            },
            SmallestStack);
        thread.Start();
        thread.Join();

        Assert.Equal(1, whole);
    }

    private static bool AssertSame(byte[] json)
    {
        bool expected = Reference(json, out List<(string? Name, JsonKind Kind, string? Value)> members);
        bool actual = Members(json, out List<(string Name, JsonKind Kind, string? Value)> read);
        Assert.True(expected == actual, $"{Show(json)} is {(expected ? "an" : "no")} object for .NET");
        if (expected)
            Assert.Equal(members.Select(member => member with { Name = member.Name ?? "?" }), Known(read, members));
        return expected;
    }

    // Half a surrogate pair is JSON, but .NET's reader makes no string of it.
    private static IEnumerable<(string? Name, JsonKind Kind, string? Value)> Known(
        List<(string Name, JsonKind Kind, string? Value)> read, List<(string? Name, JsonKind Kind, string? Value)> members) =>
        read.Select((member, i) => (
            i < members.Count && members[i].Name is null ? "?" : member.Name,
            member.Kind,
            i < members.Count && members[i].Value is null ? null : member.Value))!;

    private static bool Reference(byte[] json, out List<(string? Name, JsonKind Kind, string? Value)> members)
    {
        members = [];
        try
        {
            _ = Strict.GetString(json);
            using var document = JsonDocument.Parse(json, AnyDepth);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
                members.Add((Text(() => property.Name), KindOf(property.Value), ValueOf(property.Value)));
            return true;
        }
        catch (Exception notJson) when (notJson is JsonException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static JsonKind KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonKind.String,
        JsonValueKind.Number => JsonKind.Number,
        JsonValueKind.Null => JsonKind.Null,
        _ => JsonKind.Other,
    };

    private static string? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Text(() => value.GetString()!),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string? Text(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Members(string json, out List<(string Name, JsonKind Kind, string? Value)> members) =>
        Members(Encoding.UTF8.GetBytes(json), out members);

    private static bool Members(byte[] json, out List<(string Name, JsonKind Kind, string? Value)> members)
    {
        members = [];
        fixed (byte* text = json)
        {
            var reader = new JsonReader(text, json.Length);
            while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
            {
                Assert.True(name.Is(name.ToString()) || !Ascii.IsValid(name.ToString()));
                members.Add((name.ToString(), kind, kind is JsonKind.String or JsonKind.Number ? value.ToString() : null));
            }

            return reader.IsWhole;
        }
    }

    private static string Show(byte[] json) => Encoding.Latin1.GetString(json) + " (" + Convert.ToHexString(json) + ")";
}
