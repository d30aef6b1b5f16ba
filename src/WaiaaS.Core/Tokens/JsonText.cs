using System.Globalization;
using System.Text;

namespace WaiaaS.Tokens;

/// <summary>A string or a number as it stands in JSON, without the quotes: a part of the text, valid as long as that is.</summary>
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
