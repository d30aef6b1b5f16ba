using System;
using System.Collections.Generic;
using System.IO;

namespace WaiaaS.Paths;

/// <summary>The wallets that have a token file of their own.</summary>
internal static class WalletIds
{
    /// <summary>Their ids, in no order and one after the other; none where the directory is not there.</summary>
    /// <param name="dataDirectory">An absolute path.</param>
    /// <exception cref="TokenException">The directory cannot be read.</exception>
    public static IEnumerable<string> In(string dataDirectory)
    {
        string directory = TokenLocation.WalletsIn(dataDirectory);
        using IEnumerator<string>? entries = Listed(directory, () => Directory.EnumerateFileSystemEntries(directory).GetEnumerator());
        while (entries is not null && Listed(directory, entries.MoveNext))
        {
            string id = Path.GetFileName(entries.Current);
            if (WalletId.IsValid(id))
                yield return id;
        }
    }

    private static T? Listed<T>(string directory, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (DirectoryNotFoundException)
        {
            return default;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new TokenException(TokenError.TokenAccessDenied, directory, Messages.DirectoryNotListed(directory, denied.Message));
        }
        catch (IOException failed)
        {
            throw new TokenException(TokenError.TokenReadFailed, directory, Messages.DirectoryNotListed(directory, failed.Message));
        }
    }
}
