using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>Tells where tokens are, what they are good for, how long they last and who can read them.</summary>
[Cmdlet(VerbsCommon.Get, "WaiaasTokenInfo", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(TokenInfo))]
public sealed class GetWaiaasTokenInfoCommand : TokenSelectionCommandBase
{
    // A list that is there at once needs no progress bar.
    private const int ProgressAfterMilliseconds = 500;
    private const int ProgressEvery = 100;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly ProgressRecord _progress = new(0, Messages.ListTokens, " ");
    private TokenReader? _reader;
    private int _count;
    private bool _listing;

    private protected override IEnumerable<TokenLocation> DefaultLocations()
    {
        _listing = true;
        string dataDirectory = ResolvedDataDirectory();
        yield return TokenLocation.InDataDirectory(dataDirectory, null);
        foreach (string id in TokenStore.ListWallets(dataDirectory))
            yield return TokenLocation.InDataDirectory(dataDirectory, id);
    }

    private protected override void ProcessLocation(TokenLocation location)
    {
        try
        {
            _reader ??= Store.OpenReader();
            WriteInfo(_reader.Inspect(location));
            _count++;
        }
        catch (TokenException error) when (_listing && error.Error == TokenError.TokenNotFound)
        {
            // It was not asked for by name, or it was removed meanwhile.
            return;
        }

        if (_count % ProgressEvery == 0 && _elapsed.ElapsedMilliseconds > ProgressAfterMilliseconds)
        {
            _progress.StatusDescription = Messages.ListStatus(_count);
            WriteProgress(_progress);
        }
    }

    /// <inheritdoc/>
    protected override void EndOfItem()
    {
        CloseReader();
        if (_listing && _count == 0)
            Logger.Verbose(Messages.NoTokens(ResolvedDataDirectory()));
        if (_progress.StatusDescription.Length > 1)
        {
            _progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(_progress);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CloseReader();
        base.Dispose(disposing);
    }

    private void CloseReader()
    {
        _reader?.Dispose();
        _reader = null;
    }
}
