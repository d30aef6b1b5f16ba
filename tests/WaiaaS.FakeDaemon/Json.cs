using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace WaiaaS.FakeDaemon
{
    /// <summary>JSON, as much of it as the daemon's requests and answers need.</summary>
    internal sealed class Json
    {
        private readonly string _text;
        private int _position;

        private Json(string text)
        {
            _text = text;
        }

        private char Next
        {
            get { return _position < _text.Length ? _text[_position] : '\0'; }
        }

        /// <summary>An object of names and values, one after the other, which keeps its order.</summary>
        public static List<KeyValuePair<string, object>> Object(params object[] namesAndValues)
        {
            var members = new List<KeyValuePair<string, object>>();
            for (int i = 0; i < namesAndValues.Length; i += 2)
                members.Add(new KeyValuePair<string, object>((string)namesAndValues[i], namesAndValues[i + 1]));
            return members;
        }

        /// <summary>A value as text.</summary>
        public static string Write(object value)
        {
            var text = value as string;
            if (value == null)
                return "null";
            if (text != null)
                return '"' + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + '"';
            if (value is bool)
                return (bool)value ? "true" : "false";
            var members = value as List<KeyValuePair<string, object>>;
            if (members != null)
                return "{" + string.Join(",", members.ConvertAll(member => Write(member.Key) + ":" + Write(member.Value))) + "}";
            var list = value as IEnumerable;
            if (list == null)
                return Convert.ToString(value, CultureInfo.InvariantCulture);
            var elements = new List<string>();
            foreach (object element in list)
                elements.Add(Write(element));
            return "[" + string.Join(",", elements) + "]";
        }

        /// <summary>An object as a dictionary, an array as a list, numbers as double; null where it is no JSON.</summary>
        public static object Read(string text)
        {
            try
            {
                var reader = new Json(text);
                object value = reader.Value();
                reader.SkipSpace();
                return reader._position == text.Length ? value : null;
            }
            catch (FormatException)
            {
                return null;
            }
        }

        private object Value()
        {
            SkipSpace();
            switch (Next)
            {
                case '{':
                    return Members();
                case '[':
                    return Elements();
                case '"':
                    return Text();
                default:
                    return Word();
            }
        }

        private Dictionary<string, object> Members()
        {
            var members = new Dictionary<string, object>();
            _position++;
            for (SkipSpace(); Next != '}'; SkipSpace())
            {
                if (members.Count > 0)
                    Take(',');
                SkipSpace();
                string name = Text();
                SkipSpace();
                Take(':');
                members[name] = Value();
            }

            _position++;
            return members;
        }

        private List<object> Elements()
        {
            var elements = new List<object>();
            _position++;
            for (SkipSpace(); Next != ']'; SkipSpace())
            {
                if (elements.Count > 0)
                    Take(',');
                elements.Add(Value());
            }

            _position++;
            return elements;
        }

        private string Text()
        {
            var text = new StringBuilder();
            Take('"');
            while (Next != '"')
            {
                if (Next == '\\')
                {
                    _position++;
                    if (Next == 'u')
                    {
                        text.Append((char)int.Parse(_text.Substring(_position + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                        _position += 5;
                        continue;
                    }
                }

                if (Next == '\0')
                    throw new FormatException();
                text.Append(Next);
                _position++;
            }

            _position++;
            return text.ToString();
        }

        private object Word()
        {
            int start = _position;
            while (char.IsLetterOrDigit(Next) || Next == '-' || Next == '+' || Next == '.')
                _position++;
            string word = _text.Substring(start, _position - start);
            if (word == "true" || word == "false")
                return word == "true";
            return word == "null" ? null : (object)double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        private void Take(char expected)
        {
            if (Next != expected)
                throw new FormatException();
            _position++;
        }

        private void SkipSpace()
        {
            while (char.IsWhiteSpace(Next))
                _position++;
        }
    }
}
