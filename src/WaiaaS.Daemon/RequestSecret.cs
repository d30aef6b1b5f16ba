using System;
using System.Runtime.InteropServices;
using System.Security;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>
/// The header of a request that carries a token or the master password. HTTP headers are strings in both editions, so a
/// string is made of the secret, for the length of one request, and zeroed on disposal.
/// </summary>
internal sealed unsafe class RequestSecret : IDisposable
{
    // Shorter parts of a secret occur in many texts by chance.
    private const int ShownLength = 8;
    private const string Bearer = "Bearer ";

    private RequestSecret(string header, string value, int prefix)
    {
        Header = header;
        Value = value;
        Prefix = prefix;
    }

    /// <summary>The header's name.</summary>
    public string Header { get; }

    /// <summary>The header's value; zeros once disposed.</summary>
    public string Value { get; }

    private int Prefix { get; }

    /// <summary>A token as authorization (RFC 6750, section 2.1).</summary>
    public static RequestSecret Of(Token token)
    {
        var value = new string('\0', Bearer.Length + token.Length);
        fixed (char* chars = value)
        {
            for (int i = 0; i < Bearer.Length; i++)
                chars[i] = Bearer[i];
            for (int i = 0; i < token.Length; i++)
                chars[Bearer.Length + i] = (char)token.Bytes[i];
        }

        return new RequestSecret("Authorization", value, Bearer.Length);
    }

    /// <summary>The master password.</summary>
    /// <exception cref="TokenException"><see cref="TokenError.MasterPasswordRefused"/> where no HTTP header can carry it.</exception>
    public static RequestSecret Of(SecureString password)
    {
        var value = new string('\0', password.Length);
        IntPtr characters = Marshal.SecureStringToGlobalAllocUnicode(password);
        try
        {
            fixed (char* chars = value)
            {
                for (int i = 0; i < value.Length; i++)
                    chars[i] = ((char*)characters)[i];
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }

        var secret = new RequestSecret("X-Master-Password", value, 0);
        if (secret.IsPrintableAscii())
            return secret;
        secret.Dispose();
        throw new TokenException(TokenError.MasterPasswordRefused, null, Messages.MasterPasswordNotSendable, Remedy.CheckMasterPassword);
    }

    /// <summary>Whether a text repeats the secret, or so much of it that it must not be shown.</summary>
    public bool IsShownIn(string text)
    {
        int length = Value.Length - Prefix;
        if (length < ShownLength)
            return length > 0 && text.IndexOf(Value.Substring(Prefix), StringComparison.Ordinal) >= 0;
        for (int start = 0; start + ShownLength <= text.Length; start++)
        {
            for (int at = Prefix; at + ShownLength <= Value.Length; at++)
            {
                if (string.CompareOrdinal(text, start, Value, at, ShownLength) == 0)
                    return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        // Nothing else has this string but the HTTP stack, which has done its work: it was made here, not interned.
        fixed (char* chars = Value)
        {
            for (int i = 0; i < Value.Length; i++)
                chars[i] = '\0';
        }
    }

    // A line break would start another header, and other characters mean different bytes to different servers.
    private bool IsPrintableAscii()
    {
        foreach (char c in Value)
        {
            if (c is < ' ' or > '~')
                return false;
        }

        return true;
    }
}
