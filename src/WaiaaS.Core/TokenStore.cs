using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Posix;
using WaiaaS.Tokens;
using WaiaaS.Windows;

namespace WaiaaS;

/// <summary>The entry to the core: the operations on token files that cmdlets call. The only place that picks a platform.</summary>
/// <param name="logger">Hears warnings and what happens.</param>
/// <param name="cancellation">Ctrl+C.</param>
internal sealed class TokenStore(ITokenLogger logger, CancellationToken cancellation)
{
    private static readonly ITokenFileSystem FileSystem =
        Path.DirectorySeparatorChar == '\\' ? new WindowsFileSystem() : new PosixFileSystem();

    private TokenRemover? _remover;

    // One for all tokens of a pipeline: it lists a directory once.
    private TokenRemover Remover => _remover ??= new TokenRemover(FileSystem, logger, Retry(RetryPolicy.DefaultRetries));

    /// <summary>The ids of the wallets that have a token file of their own, sorted; none where there is no such directory.</summary>
    /// <param name="dataDirectory">An absolute path.</param>
    /// <exception cref="TokenException">The directory cannot be read.</exception>
    public static IReadOnlyList<string> ListWallets(string dataDirectory)
    {
        string path = TokenLocation.WalletDirectoryIn(dataDirectory);
        var ids = new List<string>();
        try
        {
            using ITokenDirectory directory = FileSystem.OpenDirectory(path);
            foreach (string name in directory.Names())
            {
                if (WalletId.IsValid(name))
                    ids.Add(name);
            }
        }
        catch (FileSystemException reason) when (reason.Error == FileSystemError.NotFound)
        {
            // No wallet has a token of its own yet.
        }
        catch (FileSystemException reason)
        {
            throw TokenErrors.NotListed(reason, path);
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }

    /// <summary>What is there beside a token that is not.</summary>
    /// <param name="path">Where that would be.</param>
    /// <returns>Null where the path is not one of a data directory, or where that cannot be read.</returns>
    public static NearbyTokens? ListNear(string path)
    {
        if (TokenLocation.DataDirectoryOf(path) is not { } dataDirectory)
            return null;
        TokenLocation main = TokenLocation.InDataDirectory(dataDirectory, walletId: null);
        try
        {
            using ITokenDirectory directory = FileSystem.OpenDirectory(main.Directory);
            bool hasDefault = directory.TypeOf(main.FileName) == FileType.Regular;
            return new NearbyTokens(main.FullPath == path, hasDefault, ListWallets(dataDirectory));
        }
        catch (Exception reason) when (reason is FileSystemException or TokenException)
        {
            return null;
        }
    }

    /// <summary>Writes a token, then warns of what is not as it should be.</summary>
    /// <param name="location">Where to.</param>
    /// <param name="token">What to write.</param>
    /// <param name="maximumRetries">How often a rename is tried again on Windows while another process has the file open; 0 or more.</param>
    /// <returns>What the operating system said of the new file, for <see cref="Describe"/>.</returns>
    /// <exception cref="TokenException">See <see cref="TokenWriter.Write"/>.</exception>
    public FileStatus Write(TokenLocation location, Token token, int maximumRetries) =>
        new TokenWriter(FileSystem, logger, Retry(maximumRetries)).Write(location, token);

    /// <summary>Describes a token that was just written, without looking at its file again.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="token">The token.</param>
    /// <param name="status">What <see cref="Write"/> gave.</param>
    public static TokenInfo Describe(TokenLocation location, Token token, FileStatus status) =>
        TokenInfos.Of(location, TokenClaims.Read(token), status, token.Length);

    /// <summary>Fails where <see cref="Write"/> would, as far as that is known without a token. Leaves the token in place as it is.</summary>
    /// <param name="location">Where to.</param>
    /// <exception cref="TokenException">What <see cref="Write"/> would say.</exception>
    public void EnsureWritable(TokenLocation location) =>
        new TokenWriter(FileSystem, logger, Retry(RetryPolicy.DefaultRetries)).EnsureWritable(location);

    /// <summary>Reads a token; the caller disposes of it.</summary>
    /// <param name="location">Where from.</param>
    /// <exception cref="TokenException">Every way in which that can fail.</exception>
    public Token Read(TokenLocation location)
    {
        using TokenReader reader = OpenReader();
        return reader.Read(location);
    }

    /// <summary>Describes a token file.</summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="TokenException">There is none, or the file system failed.</exception>
    public TokenInfo Inspect(TokenLocation location)
    {
        using TokenReader reader = OpenReader();
        return reader.Inspect(location);
    }

    /// <summary>A reader for a list of tokens; the caller disposes of it at the list's end.</summary>
    public TokenReader OpenReader() => new(FileSystem, logger, Retry(RetryPolicy.DefaultRetries));

    /// <summary>Fails as <see cref="Remove"/> would where there is no token or no regular file. Touches nothing.</summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="TokenException">What <see cref="Remove"/> would say.</exception>
    public void CheckRemoval(TokenLocation location) => Remover.Check(location);

    /// <summary>Removes a token.</summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="TokenException">See <see cref="TokenRemover.Remove"/>.</exception>
    public void Remove(TokenLocation location) => Remover.Remove(location);

    private RetryPolicy Retry(int maximumRetries) => new(maximumRetries, logger, cancellation);
}
