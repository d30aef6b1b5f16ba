using System.Collections.Generic;
using System.IO;
using WaiaaS.Paths;

namespace WaiaaS.Daemon;

/// <summary>The other token files of the data directory of a token file.</summary>
internal static class TokenNeighbours
{
    /// <summary>The default token and those of all wallets, without the one given.</summary>
    public static IEnumerable<TokenLocation> Of(TokenLocation location)
    {
        string? dataDirectory = location.WalletId is null ? location.Directory : Path.GetDirectoryName(location.Directory);
        if (string.IsNullOrEmpty(dataDirectory))
            yield break;
        foreach (string? wallet in Wallets(dataDirectory!))
        {
            TokenLocation other = TokenLocation.InDataDirectory(dataDirectory!, wallet);
            if (other.FullPath != location.FullPath)
                yield return other;
        }
    }

    private static List<string?> Wallets(string dataDirectory)
    {
        var wallets = new List<string?> { null };
        try
        {
            wallets.AddRange(TokenStore.ListWallets(dataDirectory));
        }
        catch (TokenException)
        {
            // What cannot be listed is not looked at: it is only where else a token may be.
            return wallets;
        }

        return wallets;
    }
}
