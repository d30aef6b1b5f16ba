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
        using IEnumerator<string>? entries = Open(TokenLocation.WalletsIn(dataDirectory));
        while (entries is not null && entries.MoveNext())
        {
            string id = Path.GetFileName(entries.Current);
            if (WalletId.IsValid(id))
                yield return id;
        }
    }

    private static IEnumerator<string>? Open(string directory)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(directory).GetEnumerator();
        }
        catch (DirectoryNotFoundException)
        {
            return null;
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
