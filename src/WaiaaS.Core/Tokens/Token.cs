using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace WaiaaS.Tokens;

/// <summary>A token that passed every check of its form, held as bytes that are zeroed on disposal.</summary>
internal sealed unsafe class Token : IDisposable
{
    private readonly SecretBuffer _buffer;

    private Token(SecretBuffer buffer, int length)
    {
        _buffer = buffer;
        Length = length;
    }

    /// <summary>The token in UTF-8, which is ASCII here.</summary>
    public byte* Bytes => _buffer.Bytes;

    /// <summary>How many bytes the token has, 14 to <see cref="TokenFormat.MaximumLength"/>.</summary>
    public int Length { get; }

    /// <summary>Takes a token from a caller.</summary>
    /// <param name="secret">What the caller passed.</param>
    /// <param name="path">Where the token is to go, for the error.</param>
    /// <exception cref="TokenException"><see cref="TokenError.TokenInputInvalid"/> or <see cref="TokenError.TokenTooLarge"/>.</exception>
    public static Token Parse(SecureString secret, string path)
    {
        try
        {
            return FromSecureString(secret, out TokenFormatError error) ?? throw InvalidInput(error, path);
        }
        catch (ObjectDisposedException)
        {
            throw InvalidInput(TokenFormatError.Disposed, path);
        }
    }

    /// <summary>Takes a token from a caller that has it as text.</summary>
    /// <inheritdoc cref="Parse(SecureString, string)"/>
    public static Token Parse(string secret, string path)
    {
        fixed (char* chars = secret)
            return FromChars(chars, secret.Length, out TokenFormatError error) ?? throw InvalidInput(error, path);
    }

    /// <summary>The exception for input that is no token.</summary>
    /// <param name="error">Why it is none.</param>
    /// <param name="path">Where the token was to go.</param>
    public static TokenException InvalidInput(TokenFormatError error, string path) => error == TokenFormatError.TooLarge
        ? new(TokenError.TokenTooLarge, path, Messages.InputTooLarge(path))
        : new(
            TokenError.TokenInputInvalid,
            path,
            Messages.TokenInputInvalid(path, error),
            error == TokenFormatError.Json ? Remedy.PassTokenOfResponse : Remedy.None);

    /// <summary>Takes a token from a caller.</summary>
    /// <returns>The token, or null with the <paramref name="error"/> in its form.</returns>
    public static Token? FromSecureString(SecureString secret, out TokenFormatError error)
    {
        IntPtr chars = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return FromChars((char*)chars, secret.Length, out error);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(chars);
        }
    }

    /// <summary>Takes a token from the content of a file.</summary>
    /// <returns>The token, or null with the <paramref name="error"/> in its form.</returns>
    public static Token? FromFile(byte* content, int length, out TokenFormatError error)
    {
        if (IsUtf16(content, length))
        {
            error = TokenFormatError.Utf16;
            return null;
        }

        // A byte never gives more than one UTF-16 unit.
        using var decoded = new SecretBuffer(Math.Max(1, length) * sizeof(char));
        int chars = length == 0 ? 0 : Encoding.UTF8.GetChars(content, length, decoded.Chars, length);
        return FromChars(decoded.Chars, chars, out error);
    }

    /// <summary>A new <see cref="SecureString"/>; the caller disposes of it.</summary>
    public SecureString ToSecureString()
    {
        using var chars = new SecretBuffer(Length * sizeof(char));
        for (int i = 0; i < Length; i++)
            chars.Chars[i] = (char)Bytes[i];
        var secret = new SecureString(chars.Chars, Length);
        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>A string, which cannot be wiped: only for a caller that asked for one.</summary>
    public string ToPlainText() => new((sbyte*)Bytes, 0, Length);

    public void Dispose() => _buffer.Dispose();

    private static Token? FromChars(char* text, int length, out TokenFormatError error)
    {
        TokenFormat.Trim(ref text, ref length);
        error = TokenFormat.Check(text, length);
        if (error != TokenFormatError.None)
            return null;

        var bytes = new SecretBuffer(length);
        for (int i = 0; i < length; i++)
            bytes.Bytes[i] = (byte)text[i];
        if (TokenSignature.HasPossibleLength(bytes.Bytes, length))
            return new Token(bytes, length);
        bytes.Dispose();
        error = TokenFormatError.SignatureLength;
        return null;
    }

    private static bool IsUtf16(byte* content, int length) =>
        length >= 2 && ((content[0] == 0xFF && content[1] == 0xFE) || (content[0] == 0xFE && content[1] == 0xFF)
            || (content[0] == 0) != (content[1] == 0));
}
