using System.Collections.Generic;
using System.Management.Automation;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>A cmdlet for several tokens: wallets by wildcard, each token with an error of its own.</summary>
public abstract class TokenSelectionCommandBase : LiteralPathCommandBase
{
    /// <summary>The wallets whose tokens are meant. Wildcards stand for the wallets that have a token file.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    [SupportsWildcards]
    public string[]? WalletId { get; set; }

    /// <inheritdoc/>
    protected sealed override void ProcessItem()
    {
        foreach (TokenLocation location in Locations())
            WithErrors(() => ProcessLocation(location));
        EndOfItem();
    }

    /// <summary>Called after the last token of an input object.</summary>
    protected virtual void EndOfItem()
    {
    }

    /// <summary>The tokens that are meant where neither a wallet nor a path is named.</summary>
    private protected abstract IEnumerable<TokenLocation> DefaultLocations();

    private protected abstract void ProcessLocation(TokenLocation location);

    private IEnumerable<TokenLocation> Locations()
    {
        if (ParameterSetName == LiteralPathSet)
            return [Locate(LiteralPath, walletId: null)];
        return WalletId is null && WalletIdOrDefault(null) is null ? DefaultLocations() : LocationsOf(WalletId ?? [string.Empty]);
    }

    private IEnumerable<TokenLocation> LocationsOf(string[] names)
    {
        string dataDirectory = ResolvedDataDirectory();
        foreach (string name in names)
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
                foreach (string id in TokenStore.ListWallets(dataDirectory))
                {
                    if (pattern.IsMatch(id))
                        yield return TokenLocation.InDataDirectory(dataDirectory, id);
                }
            }
            else if (LocationOf(dataDirectory, name ?? string.Empty) is { } location)
            {
                yield return location;
            }
        }
    }

    // One wallet id that is none does not stop the others.
    private TokenLocation? LocationOf(string dataDirectory, string name)
    {
        TokenLocation? location = null;
        WithErrors(() => location = TokenLocation.InDataDirectory(dataDirectory, name));
        return location;
    }
}
