using System.Globalization;

namespace WaiaaS.Tests.Files;

/// <summary>No message of the core has a part of a token, or its length, in it.</summary>
public sealed class NothingToldTests : IDisposable
{
    private const int PieceLength = 8;

    // As numbers, these are in no other part of a message.
    private const int Length = 6553;
    private const int LengthOfMalformed = 7541;

    private readonly TemporaryDirectory _directory = new();
    private readonly Store _log = new();
    private readonly List<string> _errors = [];

    private string Target => _directory["mcp-token"];

    private TokenStore Store => new(_log, default);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Writing_reading_listing_and_removing_tell_no_part_of_a_token_and_no_length()
    {
        // A payload that has expired, a leftover and a torn file: as many messages as can be had.
        string expired = SampleToken.WithPayload("{\"exp\":1}");
        string malformed = new('y', LengthOfMalformed);
        string unsigned = SampleToken.OfLength(Length);
        File.WriteAllText(_directory[".mcp-token.1.0123abcd.tmp"], expired);
        File.SetLastWriteTimeUtc(_directory[".mcp-token.1.0123abcd.tmp"], DateTime.UtcNow.AddDays(-2));

        foreach (string token in new[] { expired, unsigned })
        {
            Try(() => _log.Write(Target, token));
            Try(() => _log.Read(Target));
            Try(() => Store.Inspect(TokenLocation.AtPath(Target)));
        }

        File.WriteAllText(Target, malformed);
        Try(() => _log.Read(Target));
        Try(() => _log.Write(Target, malformed));
        Try(() => Assert.Equal(TokenState.Malformed, Store.Inspect(TokenLocation.AtPath(Target)).State));
        Try(() => Store.Remove(TokenLocation.AtPath(Target)));

        string told = string.Join('\n', [.. _log.Warnings, .. _log.Verbose, .. _errors]).Replace(_directory.Path, string.Empty, StringComparison.Ordinal);
        Assert.Contains("expired", told, StringComparison.Ordinal);
        Assert.Contains("again", told, StringComparison.Ordinal);
        Assert.All(new[] { Length, LengthOfMalformed, expired.Length }, length => Assert.DoesNotContain(length.ToString(CultureInfo.InvariantCulture), told, StringComparison.Ordinal));
        Assert.All(new[] { expired, unsigned, malformed }.SelectMany(PiecesOf), piece => Assert.DoesNotContain(piece, told, StringComparison.Ordinal));
    }

    private static IEnumerable<string> PiecesOf(string token) =>
        Enumerable.Range(TokenFormat.Prefix.Length, token.Length - TokenFormat.Prefix.Length - PieceLength + 1).Select(start => token.Substring(start, PieceLength)).Distinct();

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (TokenException error)
        {
            _errors.Add(error.Message);
        }
    }
}
