using System;
using System.IO;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Fuzz;

/// <summary>A file of any content, through the whole reader: opened, looked at, read, and told what it is good for.</summary>
internal sealed class ReaderTarget : ITarget
{
    // In memory, where there is such a thing: the reader does not flush, and the fuzzer writes more often than it reads.
    private const string Memory = "/dev/shm";

    private readonly string _directory = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory("waiaas-fuzz-").FullName;

    private readonly TokenStore _store = new(new Nobody(), CancellationToken.None);
    private readonly ReferenceForm _form;
    private readonly ReferenceClaims _claims;
    private readonly TokenLocation _location;

    public ReaderTarget(ReferenceForm form, ReferenceClaims claims)
    {
        _form = form;
        _claims = claims;
        _location = TokenLocation.AtPath(Path.Combine(_directory, "mcp-token"));
    }

    public string Name => "token file through the reader";

    public byte[][] Seeds => Samples.Tokens;

    public byte[][] Pieces => Samples.TokenPieces;

    public int MaximumLength => 20_000;

    public string Answer(byte[] input)
    {
        File.WriteAllBytes(_location.FullPath, input);

        // Of a file that was just written the reader would wait for the rest.
        File.SetLastWriteTimeUtc(_location.FullPath, DateTime.UtcNow.AddMinutes(-1));
        return _store.Inspect(_location).State.ToString();
    }

    public string? Expected(byte[] input)
    {
        if (input.Length > Tokens.TokenFormat.MaximumLength)
            return nameof(TokenState.Refused);
        if (_form.TokenIn(input) is not { } token)
            return nameof(TokenState.Malformed);
        if (Samples.PayloadOf(token) is not { } payload)
            return nameof(TokenState.Malformed);
        string? claims = _claims.Describe(payload);
        return claims is null ? null
            : claims == ReferenceClaims.NoObject || claims.EndsWith("unreadable", StringComparison.Ordinal) ? nameof(TokenState.Malformed)
            : claims.EndsWith("exp -", StringComparison.Ordinal) ? nameof(TokenState.Active)
            : ReferenceClaims.IsPast(claims) ? nameof(TokenState.Expired) : nameof(TokenState.Active);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private sealed class Nobody : ITokenLogger
    {
        public void Warning(string message, Remedy remedy, string path)
        {
        }

        public void Verbose(string message)
        {
        }
    }
}
