namespace WaiaaS.Tokens;

/// <summary>The words of JSON (RFC 8259, sections 2 to 7): what may stand where is <see cref="JsonReader"/>'s to know.</summary>
internal unsafe ref struct JsonScanner
{
    private const int End = -1;

    private readonly byte* _text;
    private readonly int _length;
    private int _position;

    /// <param name="text">What should be JSON in UTF-8.</param>
    /// <param name="length">How many bytes.</param>
    public JsonScanner(byte* text, int length)
    {
        _text = text;
        _length = length;
        _position = 0;
    }

    /// <summary>How many bytes were stepped over.</summary>
    public readonly int Position => _position;

    private readonly int Next => At(0);

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsAtEnd()
    {
        SkipWhiteSpace();
        return _position == _length;
    }

    /// <summary>Steps over white space, and then over a character where that is the next one.</summary>
    /// <returns>Whether it was.</returns>
    public bool Take(char character)
    {
        SkipWhiteSpace();
        return Skip(character);
    }

    /// <summary>Steps over a word where that comes next.</summary>
    /// <returns>Whether it did.</returns>
    public bool TakeWord(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (At(i) != word[i])
                return false;
        }

        _position += word.Length;
        return true;
    }

    /// <summary>Skips white space and returns the kind of the next value.</summary>
    public JsonKind NextKind()
    {
        SkipWhiteSpace();
        return Next switch
        {
            '"' => JsonKind.String,
            '-' or (>= '0' and <= '9') => JsonKind.Number,
            'n' => JsonKind.Null,
            _ => JsonKind.Other,
        };
    }

    /// <summary>What was stepped over since a position.</summary>
    public readonly JsonText TextFrom(int start) => new(_text + start, _position - start, hasEscapes: false);

    /// <summary>Steps over a string.</summary>
    /// <returns>Whether there was one.</returns>
    public bool ReadString(out JsonText text)
    {
        text = default;
        if (!Take('"'))
            return false;

        int start = _position;
        bool hasEscapes = false;
        while (Next is not (End or '"'))
        {
            int length = Next == '\\' ? EscapeLength() : CharacterLength();
            if (length == 0)
                return false;
            hasEscapes |= Next == '\\';
            _position += length;
        }

        text = new JsonText(_text + start, _position - start, hasEscapes);
        return Take('"');
    }

    /// <summary>Steps over a number.</summary>
    /// <returns>Whether there was one.</returns>
    public bool ReadNumber(out JsonText number)
    {
        int start = _position;
        Skip('-');
        bool isNumber = Skip('0') || SkipDigits();
        if (isNumber && Skip('.'))
            isNumber = SkipDigits();
        if (isNumber && (Skip('e') || Skip('E')))
        {
            if (!Skip('+'))
                Skip('-');
            isNumber = SkipDigits();
        }

        number = new JsonText(_text + start, _position - start, hasEscapes: false);
        return isNumber;
    }

    private int EscapeLength()
    {
        const int CodeUnit = 6;
        int kind = At(1);
        if (kind != 'u')
            return kind is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' ? 2 : 0;
        for (int i = 2; i < CodeUnit; i++)
        {
            if (At(i) is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
                return 0;
        }

        return CodeUnit;
    }

    // The Unicode Standard, table 3-7; 0 for what is not well-formed UTF-8, and for control characters.
    private int CharacterLength()
    {
        int first = Next;
        if (first < 0x80)
            return first < ' ' ? 0 : 1;
        int length = first switch
        {
            < 0xC2 or > 0xF4 => 0,
            < 0xE0 => 2,
            < 0xF0 => 3,
            _ => 4,
        };
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (int i = 1; i < length; i++)
        {
            if (At(i) < lowest || At(i) > highest)
                return 0;
            lowest = 0x80;
            highest = 0xBF;
        }

        return length;
    }

    private bool Skip(char character)
    {
        if (Next != character)
            return false;
        _position++;
        return true;
    }

    private bool SkipDigits()
    {
        int start = _position;
        while (Next is >= '0' and <= '9')
            _position++;
        return _position > start;
    }

    private void SkipWhiteSpace()
    {
        while (Next is ' ' or '\t' or '\n' or '\r')
            _position++;
    }

    private readonly int At(int offset) => _position + offset < _length ? _text[_position + offset] : End;
}
