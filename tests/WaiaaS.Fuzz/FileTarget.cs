using WaiaaS.Tokens;

namespace WaiaaS.Fuzz;

/// <summary>The content of a file, bytes of any kind.</summary>
internal sealed class FileTarget(ReferenceForm reference) : ITarget
{
    public string Name => "content of a token file";

    public byte[][] Seeds => Samples.Tokens;

    public byte[][] Pieces => Samples.TokenPieces;

    public int MaximumLength => 9000;

    public unsafe string Answer(byte[] input)
    {
        fixed (byte* content = input)
        {
            using Token? token = Token.FromFile(content, input.Length, out TokenFormatError error);
            return token is null != (error != TokenFormatError.None) ? "neither a token nor a flaw" : token?.ToPlainText() ?? string.Empty;
        }
    }

    public string? Expected(byte[] input) => reference.TokenIn(input) ?? string.Empty;

    public void Dispose()
    {
    }
}
