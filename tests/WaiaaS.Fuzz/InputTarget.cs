using System.Security;
using System.Text;
using WaiaaS.Tokens;

namespace WaiaaS.Fuzz;

/// <summary>What a caller gives to be written: characters of any kind.</summary>
internal sealed class InputTarget(ReferenceForm reference) : ITarget
{
    public string Name => "token given to be written";

    public byte[][] Seeds => Samples.Tokens;

    public byte[][] Pieces => Samples.TokenPieces;

    public int MaximumLength => 9000;

    public unsafe string Answer(byte[] input)
    {
        string text = Text(input);
        fixed (char* chars = text)
        {
            using var secret = new SecureString(chars, text.Length);
            using Token? token = Token.FromSecureString(secret, out TokenFormatError error);
            return token is null != (error != TokenFormatError.None) ? "neither a token nor a flaw" : token?.ToPlainText() ?? string.Empty;
        }
    }

    public string? Expected(byte[] input) => reference.TokenIn(Text(input)) ?? string.Empty;

    public void Dispose()
    {
    }

    private static string Text(byte[] input) => Encoding.UTF8.GetString(input);
}
