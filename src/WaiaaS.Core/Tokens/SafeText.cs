namespace WaiaaS.Tokens;

/// <summary>Text that may be shown: made printable, or a mark in place of what must not be shown.</summary>
internal static class SafeText
{
    /// <summary>
    /// The mark of a token that came where a name belongs. No file and no wallet can have such a name, so that every rule
    /// for names refuses it.
    /// </summary>
    public const string Token = "\0token";

    /// <summary>The mark of an object that came where a name belongs.</summary>
    public const string Object = "\0object";

    /// <summary>Whether a text is one of the marks.</summary>
    public static bool IsMark(string text) => text.Length > 0 && text[0] == '\0';

    /// <summary>Replaces control characters: they could inject escape sequences into the terminal.</summary>
    public static string Printable(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (char.IsControl(characters[i]))
                characters[i] = '\uFFFD';
        }

        return new string(characters);
    }
}
