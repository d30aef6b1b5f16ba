using System;
using System.Collections.Generic;
using System.IO;

namespace WaiaaS.Paths;

/// <summary>The wallets that have a token file of their own.</summary>
internal static class WalletIds
{
    /// <summary>Their ids, sorted; none where the directory is not there or cannot be read.</summary>
    /// <param name="dataDirectory">An absolute path.</param>
    public static List<string> In(string dataDirectory)
    {
        var ids = new List<string>();
        try
        {
            foreach (string path in Directory.EnumerateFiles(TokenLocation.WalletsIn(dataDirectory)))
            {
                string id = Path.GetFileName(path);
                if (WalletId.IsValid(id))
                    ids.Add(id);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return ids;
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
