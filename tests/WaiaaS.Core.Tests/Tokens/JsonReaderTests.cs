using System.Text;
using System.Text.Json;
using CsCheck;

namespace WaiaaS.Tests.Tokens;

/// <summary>The module's own reader of JSON says what .NET's says, of what is JSON and of what only looks like it.</summary>
public sealed unsafe class JsonReaderTests
{
    // More levels than a payload has bytes.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Gen<string> Space = Gen.OneOf("", "", "", "", " ", "\t", "\r\n", "  ");

    private static readonly Gen<string> Text = Gen
        .OneOf("exp", "a b", "Z9", "{", "]", "é", "€", "😀", "\\n", "\\\\", "\\\"", "\\/", "\\u0065xp", "\\uD83D\\uDE00", "\\ud800")
        .Array[0, 3].Select(parts => "\"" + string.Concat(parts) + "\"");

    private static readonly Gen<string> Scalar = Gen.OneOf<string>(
        Text, Gen.OneOf("0", "-0", "1700000000", "1.5", "-1e9", "1E+5", "2e-3", "12345678901234567890", "null", "true", "false"));

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, value) => Padded(
        depth == 4 ? Scalar : Gen.OneOf<string>(Scalar, Scalar, ObjectOf(value), value.Array[0, 3].Select(items => "[" + string.Join(',', items) + "]"))));

    // Where, what matters to the grammar or is no UTF-8 alone, and how it spoils.
    private static readonly Gen<(double At, byte Other, int How)> Edit = Gen.Select(
        Gen.Double.Unit, Gen.OneOf<byte>([.. "{}[]:,\"\\/bfnrtu0123456789eE+-.aAgG \n\0"u8, 0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF]), Gen.Int[0, 9]);

    private static readonly Gen<byte[]> Spoilt = Gen.Select(
        Padded(ObjectOf(Value)), Edit.Array[0, 3], (json, edits) => edits.Aggregate(Encoding.UTF8.GetBytes(json), Spoil));

    [Fact]
    public void The_reader_agrees_with_NETs_on_what_was_generated_and_then_spoilt()
    {
        int accepted = 0;
        const int Inputs = 40_000;
        Spoilt.Sample(json => { Interlocked.Add(ref accepted, AssertSame(json) ? 1 : 0); }, iter: Inputs, print: Show);

        // Else only one of the two answers would have been compared.
        Assert.InRange(accepted, Inputs / 10, Inputs * 9 / 10);
    }

    [Theory]
    [InlineData("{}", " \t\r\n{ \"a\" : 1 , \"b\" : [ ] } \n", "{\"a\":1,\"a\":2}", "{\"é\":\"€😀\"}")]
    [InlineData("{}{}", "{}\0", "{}//", "\uFEFF{}")]
    [InlineData("{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":{\"b\":1,}}", "{\"a\":{\"b\"}}", "{\"a\":[}}", "{\"a\":{]}")]
    [InlineData("{\"a\":\"\\", "{\"a\":\"\\u123")]
    public void The_reader_agrees_with_NETs_on_the_corners_of_an_object(params string[] objects) =>
        Assert.All(objects, json => AssertSame(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("[1,]", "[,1]", "[1 2]", "[true,false,null,-1,\"x\"]")]
    [InlineData("nul", "nulll", "True", "true", "false", "null")]
    [InlineData("0", "-0.0e-0", "01", "-", "+1", ".5", "1.", "1e", "1E+", "1E+05", "0x1", "NaN", "Infinity")]
    [InlineData("\"\"", "\"tab\t\"", "\"nul\0\"", "\"delete\u007F\"")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u0061\"", "\"\\uD83D\\uDE00\"", "\"\\uD83D\"")]
    public void The_reader_agrees_with_NETs_on_the_corners_of_a_value(params string[] values) => Assert.All(values, value =>
    {
        AssertSame(Encoding.UTF8.GetBytes("{\"a\":" + value + "}"));
        AssertSame(Encoding.UTF8.GetBytes("{" + value + ":1}"));
    });

    // The Unicode Standard, section 3.9.
    [Theory]
    [InlineData("continuation bytes alone", "80")]
    [InlineData("overlong forms", "C0AF", "C180", "E08080", "E09FBF", "F08FBFBF")]
    [InlineData("surrogates", "EDA080")]
    [InlineData("beyond U+10FFFF", "F4908080", "F5808080", "FF")]
    [InlineData("cut ones", "C2", "C27F", "E282", "F09F98")]
    [InlineData("the first and the last", "C280", "E0A080", "ED9FBF", "EE8080", "EFBFBF", "F0908080", "F48FBFBF")]
    public void The_reader_agrees_with_NETs_on_what_is_UTF_8(string _, params string[] characters) => Assert.All(characters, hex =>
    {
        byte[] character = Convert.FromHexString(hex);
        AssertSame([.. "{\"a\":\""u8, .. character, .. "\"}"u8]);
        AssertSame([.. "{\"a\":[\""u8, .. character]);
    });

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
                whole += Members("{\"a\":" + deep + "}") is not null ? 1 : 0;
                whole += Members("{\"a\":" + deep) is not null ? 2 : 0;
                whole += Members("{\"a\":" + deep[..^1] + "x}") is not null ? 4 : 0;
            },
            SmallestStack);
        thread.Start();
        thread.Join();

        Assert.Equal(1, whole);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[ 1 , \"a\\u0062\" , null , {\"b\":[{}]} , [[2]] , true ]")]
    [InlineData("{\"a\":{\"b\":[{\"c\":\"d\"},{\"c\":1}]},\"e\":[]}")]
    public void What_an_object_or_an_array_holds_can_be_read_in_turn(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("{\"all\":" + json + "}");
        fixed (byte* text = bytes)
        {
            var reader = new JsonReader(text, bytes.Length);
            Assert.True(reader.ReadMember(out _, out _, out JsonText value));
            using var expected = JsonDocument.Parse(json);
            Assert.Equal(JsonSerializer.Serialize(expected.RootElement), JsonSerializer.Serialize(Deep(value)));
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"a\"")]
    [InlineData("null")]
    [InlineData("true")]
    public void What_is_neither_an_object_nor_an_array_holds_nothing(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("{\"all\":" + json + "}");
        fixed (byte* text = bytes)
        {
            var reader = new JsonReader(text, bytes.Length);
            Assert.True(reader.ReadMember(out _, out _, out JsonText value));
            JsonReader inside = value.Open();
            Assert.False(inside.ReadMember(out _, out _, out _) || inside.IsWhole);
            inside = value.Open();
            Assert.False(inside.ReadElement(out _, out _) || inside.IsWhole);
        }
    }

    private static object Deep(JsonText container)
    {
        JsonReader reader = container.Open();
        var members = new Dictionary<string, object?>();
        while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
            members[name.ToString()] = Plain(kind, value);
        if (reader.IsWhole)
            return members;
        reader = container.Open();
        var elements = new List<object?>();
        while (reader.ReadElement(out JsonKind kind, out JsonText value))
            elements.Add(Plain(kind, value));
        Assert.True(reader.IsWhole);
        return elements;
    }

    private static object? Plain(JsonKind kind, JsonText value) => kind switch
    {
        JsonKind.Null => null,
        JsonKind.String => value.ToString(),
        JsonKind.Number => int.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture),
        _ when value.Is("true") || value.Is("false") => value.Is("true"),
        _ => Deep(value),
    };

    private static Gen<string> Padded(Gen<string> json) => Gen.Select(Space, json, Space, (before, text, after) => before + text + after);

    private static Gen<string> ObjectOf(Gen<string> value) =>
        Gen.Select(Padded(Text), value, (name, content) => name + ":" + content).Array[0, 3].Select(members => "{" + string.Join(',', members) + "}");

    private static byte[] Spoil(byte[] json, (double At, byte Other, int How) edit)
    {
        int at = (int)(edit.At * json.Length);
        byte[] before = json[..at];
        return edit.How switch
        {
            0 or 1 when at < json.Length => [.. before, .. json[(at + 1)..]],
            2 or 3 => [.. before, edit.Other, .. json[at..]],
            4 or 5 when at < json.Length => [.. before, edit.Other, .. json[(at + 1)..]],
            6 => before,
            _ => json,
        };
    }

    private static bool AssertSame(byte[] json)
    {
        List<Member>? expected = Reference(json);
        List<Member>? actual = Members(json);
        Assert.True(expected is null == actual is null, $"{Show(json)} is {(expected is null ? "no" : "an")} object for .NET");

        // Half a surrogate pair is JSON, but .NET's reader makes no string of it.
        if (expected is not null)
            Assert.Equal(expected, actual!.Select((own, i) => expected.ElementAtOrDefault(i) is { } net ? own.KnownTo(net) : own));
        return expected is not null;
    }

    private static List<Member>? Reference(byte[] json)
    {
        try
        {
            _ = Strict.GetString(json);
            using var document = JsonDocument.Parse(json, AnyDepth);
            return document.RootElement.ValueKind != JsonValueKind.Object
                ? null
                : [.. document.RootElement.EnumerateObject().Select(property => property.Value.ValueKind switch
                {
                    JsonValueKind.String => new Member(NameOf(property), JsonKind.String, StringOf(property.Value.GetString)),
                    JsonValueKind.Number => new Member(NameOf(property), JsonKind.Number, property.Value.GetRawText()),
                    JsonValueKind.Null => new Member(NameOf(property), JsonKind.Null, null),
                    _ => new Member(NameOf(property), JsonKind.Other, null),
                })];
        }
        catch (Exception notJson) when (notJson is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty property) => StringOf(() => property.Name);

    private static string? StringOf(Func<string?> read)
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

    private static List<Member>? Members(string json) => Members(Encoding.UTF8.GetBytes(json));

    private static List<Member>? Members(byte[] json)
    {
        List<Member> members = [];
        fixed (byte* text = json)
        {
            var reader = new JsonReader(text, json.Length);
            while (reader.ReadMember(out JsonText name, out JsonKind kind, out JsonText value))
            {
                Assert.True(name.Is(name.ToString()) || !Ascii.IsValid(name.ToString()));
                members.Add(new(name.ToString(), kind, kind is JsonKind.String or JsonKind.Number ? value.ToString() : null));
            }

            return reader.IsWhole ? members : null;
        }
    }

    private static string Show(byte[] json) => Encoding.Latin1.GetString(json) + " (" + Convert.ToHexString(json) + ")";

    private sealed record Member(string? Name, JsonKind Kind, string? Value)
    {
        public Member KnownTo(Member net) => new(net.Name is null ? null : Name, Kind, net.Value is null ? null : Value);
    }
}
