namespace WaiaaS.Tokens;

/// <summary>
/// Goes through the members of one JSON object (RFC 8259), strictly and in place, so that no copy of it is made. The
/// reader that both editions of PowerShell have takes longer to load than a write takes, and keeps copies.
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

    /// <summary>Whether all was JSON, once <see cref="ReadMember"/> has said that there is no more.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Goes to the next member of the object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What its value is.</param>
    /// <param name="value">The value of a string or a number.</param>
    /// <returns>False where there is none: at the end, or where the text is not the JSON of an object.</returns>
    public bool ReadMember(out JsonText name, out JsonKind kind, out JsonText value)
    {
        name = value = default;
        kind = JsonKind.Other;
        if (_isFirst && !_scanner.Take('{'))
            return false;
        if (_scanner.Take('}'))
        {
            IsWhole = _scanner.IsAtEnd();
            return false;
        }

        bool follows = _isFirst || _scanner.Take(',');
        _isFirst = false;
        return follows && _scanner.ReadString(out name) && _scanner.Take(':') && ReadValue(out kind, out value);
    }

    private bool ReadValue(out JsonKind kind, out JsonText value)
    {
        kind = _scanner.NextKind();
        value = default;
        return kind switch
        {
            JsonKind.String => _scanner.ReadString(out value),
            JsonKind.Number => _scanner.ReadNumber(out value),
            JsonKind.Null => _scanner.TakeWord("null"),
            _ => SkipValue(),
        };
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

            // A value has ended, and with it may what it stands in.
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
