using System.Globalization;
using System.Text;

namespace WaiaaS.Tokens;

/// <summary>
/// Goes through the members of one JSON object or the elements of one array (RFC 8259), strictly and in place, so that no
/// copy of it is made. The reader that both editions of PowerShell have takes longer to load than a write takes, and keeps copies.
/// </summary>
internal unsafe ref struct JsonReader
{
    private readonly int _length;
    private JsonScanner _scanner;
    private bool _isFirst;

    /// <param name="text">What should be JSON in UTF-8.</param>
    /// <param name="length">How many bytes.</param>
    public JsonReader(byte* text, int length)
    {
        _length = length;
        _scanner = new JsonScanner(text, length);
        _isFirst = true;
        IsWhole = false;
    }

    /// <summary>Whether all was JSON, once <see cref="ReadMember"/> or <see cref="ReadElement"/> has said that there is no more.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Goes to the next member of the object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What its value is.</param>
    /// <param name="value">The value: a string without its quotes, anything else as it stands.</param>
    /// <returns>False where there is none: at the end, or where the text is not the JSON of an object.</returns>
    public bool ReadMember(out JsonText name, out JsonKind kind, out JsonText value)
    {
        name = value = default;
        kind = JsonKind.Other;
        return StepIn('{', '}') && _scanner.ReadString(out name) && _scanner.Take(':') && ReadValue(out kind, out value);
    }

    /// <summary>Goes to the next element of the array.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="value">The value: a string without its quotes, anything else as it stands.</param>
    /// <returns>False where there is none: at the end, or where the text is not the JSON of an array.</returns>
    public bool ReadElement(out JsonKind kind, out JsonText value)
    {
        value = default;
        kind = JsonKind.Other;
        return StepIn('[', ']') && ReadValue(out kind, out value);
    }

    private bool StepIn(char open, char close)
    {
        if (_isFirst && !_scanner.Take(open))
            return false;
        if (_scanner.Take(close))
        {
            IsWhole = _scanner.IsAtEnd();
            return false;
        }

        bool follows = _isFirst || _scanner.Take(',');
        _isFirst = false;
        return follows;
    }

    private bool ReadValue(out JsonKind kind, out JsonText value)
    {
        kind = _scanner.NextKind();
        value = default;
        switch (kind)
        {
            case JsonKind.String:
                return _scanner.ReadString(out value);
            case JsonKind.Number:
                return _scanner.ReadNumber(out value);
            case JsonKind.Null:
                return _scanner.TakeWord("null");
            default:
                int start = _scanner.Position;
                bool isValue = SkipValue();
                value = _scanner.TextFrom(start);
                return isValue;
        }
    }

    // Without recursion, which a payload of nothing but brackets would lead to the end of the stack: what is open is
    // kept as the brackets that will close it, of which there are fewer than bytes.
    private bool SkipValue()
    {
        byte* closing = stackalloc byte[_length];
        int depth = 0;
        while (true)
        {
            bool isObject = _scanner.Take('{');
            if (isObject || _scanner.Take('['))
            {
                closing[depth++] = (byte)(isObject ? '}' : ']');
                if (!_scanner.Take((char)closing[depth - 1]))
                {
                    if (isObject && !SkipName())
                        return false;
                    continue;
                }

                depth--;
            }
            else if (!SkipScalar())
            {
                return false;
            }

            // A value ended; its container may end too.
            while (depth > 0 && _scanner.Take((char)closing[depth - 1]))
                depth--;
            if (depth == 0)
                return true;
            if (!_scanner.Take(',') || (closing[depth - 1] == '}' && !SkipName()))
                return false;
        }
    }

    private bool SkipName() => _scanner.ReadString(out _) && _scanner.Take(':');

    private bool SkipScalar() => _scanner.NextKind() switch
    {
        JsonKind.String => _scanner.ReadString(out _),
        JsonKind.Number => _scanner.ReadNumber(out _),
        JsonKind.Null => _scanner.TakeWord("null"),
        _ => _scanner.TakeWord("true") || _scanner.TakeWord("false"),
    };
}

/// <summary>A value as it is in the JSON text, a string without its quotes: a part of the text, valid as long as that is.</summary>
internal readonly unsafe struct JsonText
{
    private readonly byte* _start;
    private readonly int _length;
    private readonly bool _hasEscapes;

    /// <param name="start">Its first byte, in UTF-8 that was checked.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="hasEscapes">Whether there is a backslash in it.</param>
    public JsonText(byte* start, int length, bool hasEscapes)
    {
        _start = start;
        _length = length;
        _hasEscapes = hasEscapes;
    }

    /// <summary>Whether a string has escapes, so that its bytes are not what it means.</summary>
    public bool HasEscapes => _hasEscapes;

    /// <summary>Its first byte.</summary>
    public byte* Bytes => _start;

    /// <summary>How many bytes it has.</summary>
    public int Length => _length;

    /// <summary>A reader for an object or an array.</summary>
    public JsonReader Open() => new(_start, _length);

    /// <summary>Whether it means a word of ASCII.</summary>
    public bool Is(string word)
    {
        if (_hasEscapes)
            return ToString() == word;
        if (_length != word.Length)
            return false;
        for (int i = 0; i < _length; i++)
        {
            if (_start[i] != word[i])
                return false;
        }

        return true;
    }

    /// <summary>What it means.</summary>
    public override string ToString()
    {
        string text = Encoding.UTF8.GetString(_start, _length);
        return _hasEscapes ? Unescaped(text) : text;
    }

    // RFC 8259, section 7. The escapes were checked. Half a surrogate pair is allowed there, and stays what it is.
    private static string Unescaped(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                result.Append((char)ushort.Parse(text.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                result.Append(MeaningOf(text[i]));
            }
        }

        return result.ToString();
    }

    private static char MeaningOf(char escaped) => escaped switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => escaped,
    };
}

/// <summary>What a member's value is, as far as claims need it.</summary>
internal enum JsonKind
{
    /// <summary>An object, an array, true or false: no claim of a token is one.</summary>
    Other,
    Null,
    String,
    Number,
}
