using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using WaiaaS.Files;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>Lists tokens: where they are, their state, how long they last and who can read them.</summary>
[Cmdlet(VerbsCommon.Get, "WaiaasTokenInfo", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(TokenInfo))]
public sealed class GetWaiaasTokenInfoCommand : TokenSelectionCommandBase
{
    // A list that is there at once needs no progress bar.
    private const int ProgressAfterMilliseconds = 500;
    private const int ProgressEvery = 100;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TokenReader? _reader;
    private int _count;
    private bool _listing;
    private bool _progressShown;

    private protected override IEnumerable<TokenLocation> DefaultLocations()
    {
        _listing = IsFromList = true;
        string dataDirectory = ResolvedDataDirectory();
        yield return TokenLocation.InDataDirectory(dataDirectory, null);
        foreach (string id in TokenStore.ListWallets(dataDirectory))
            yield return TokenLocation.InDataDirectory(dataDirectory, id);
    }

    private protected override void ProcessLocation(TokenLocation location)
    {
        _reader ??= Store.OpenReader();
        WriteInfo(_reader.Inspect(location));
        _count++;
        if (_count % ProgressEvery == 0 && _elapsed.ElapsedMilliseconds > ProgressAfterMilliseconds)
            WriteProgress(ProgressRecordType.Processing);
    }

    /// <inheritdoc/>
    protected override void EndOfItem()
    {
        CloseReader();
        if (_listing && _count == 0)
            Logger.Verbose(Messages.NoTokens(ResolvedDataDirectory()));
        if (_progressShown)
            WriteProgress(ProgressRecordType.Completed);
        _listing = false;
        _count = 0;
    }

    private void WriteProgress(ProgressRecordType type)
    {
        _progressShown = type == ProgressRecordType.Processing;
        WriteProgress(new ProgressRecord(0, Messages.ListTokens, Messages.ListStatus(_count)) { RecordType = type });
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
