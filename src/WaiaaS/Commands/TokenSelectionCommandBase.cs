using System.Collections.Generic;
using System.Management.Automation;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>A cmdlet for several tokens: wallets by wildcard, each token with an error of its own.</summary>
public abstract class TokenSelectionCommandBase : LiteralPathCommandBase
{
    /// <summary>The wallets. Wildcards match the wallets that have a token file.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    [TextTransformation(TakesSeveral = true)]
    [SupportsWildcards]
    public string[]? WalletId { get; set; }

    /// <summary>The default token alone.</summary>
    [Parameter(ParameterSetName = DataDirectorySet)]
    public SwitchParameter Default { get; set; }

    private protected override bool IsDefaultTyped => Default;

    private protected override string DefaultParameter => nameof(Default);

    /// <inheritdoc/>
    protected sealed override void ProcessItem()
    {
        foreach (TokenLocation location in Locations())
            WithErrors(() => ProcessUnlessGone(location));
        EndOfItem();
    }

    /// <summary>Whether the token that is processed was found in a list, and not named by the user.</summary>
    private protected bool IsFromList { get; set; }

    /// <summary>Called after the last token of an input object.</summary>
    protected virtual void EndOfItem()
    {
    }

    /// <summary>The tokens to use if neither a wallet nor a path is given.</summary>
    private protected abstract IEnumerable<TokenLocation> DefaultLocations();

    private protected abstract void ProcessLocation(TokenLocation location);

    private void ProcessUnlessGone(TokenLocation location)
    {
        try
        {
            ProcessLocation(location);
        }
        catch (TokenException error) when (IsFromList && error.Error == TokenError.TokenNotFound)
        {
            // Another process removed it after it was listed.
            return;
        }
    }

    private IEnumerable<TokenLocation> Locations()
    {
        IsFromList = false;
        if (FindInput() is { } input)
            return input.Kind == PipelineInputKind.Path ? [AtPath(input.Text)] : LocationsOf([input.Text]);
        if (IsLiteralPathTyped)
            return [AtPath(LiteralPath)];
        if (IsWalletIdTyped)
            return LocationsOf(WalletId ?? [string.Empty]);
        return Default ? [InDataDirectory(null)] : DefaultLocations();
    }

    private IEnumerable<TokenLocation> LocationsOf(string[] names)
    {
        string dataDirectory = ResolvedDataDirectory();
        foreach (string name in names)
        {
            IsFromList = WildcardPattern.ContainsWildcardCharacters(name);
            if (IsFromList)
            {
                foreach (string id in Matches(dataDirectory, name))
                    yield return TokenLocation.InDataDirectory(dataDirectory, id);
            }
            else if (LocationOf(dataDirectory, name ?? string.Empty) is { } location)
            {
                yield return location;
            }
        }
    }

    // Alike in every culture: in Turkish, a pattern with 'i' would else miss an id with 'I'.
    private static IEnumerable<string> Matches(string dataDirectory, string name)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        foreach (string id in TokenStore.ListWallets(dataDirectory))
        {
            if (pattern.IsMatch(id))
                yield return id;
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
