using System.IO;

namespace WaiaaS.Paths;

/// <summary>One token file: its directory and its name in it.</summary>
internal sealed class TokenLocation
{
    /// <summary>The name of the default token's file.</summary>
    public const string DefaultFileName = "mcp-token";

    /// <summary>The name of the directory that has the wallets' token files.</summary>
    public const string WalletDirectoryName = "mcp-tokens";

    private TokenLocation(string directory, string fileName, string? walletId)
    {
        Directory = directory;
        FileName = fileName;
        WalletId = walletId;
        FullPath = Path.Combine(directory, fileName);
    }

    /// <summary>The directory's absolute path.</summary>
    public string Directory { get; }

    /// <summary>The file's name in it.</summary>
    public string FileName { get; }

    /// <summary>The wallet, or null for the default token and for a path that is not a wallet's.</summary>
    public string? WalletId { get; }

    /// <summary>The file's absolute path.</summary>
    public string FullPath { get; }

    /// <summary>The data directory's absolute path; of a file that is none of a data directory's, its directory.</summary>
    public string DataDirectory => WalletId is null ? Directory : Path.GetDirectoryName(Directory) ?? Directory;

    /// <summary>What a list calls the token: the wallet's id, the word for the default token, or the file's name.</summary>
    public string Wallet => WalletId ?? (FileName == DefaultFileName ? Messages.DefaultToken : FileName);

    /// <summary>The default token of the data directory, for the token of a wallet; else null.</summary>
    public TokenLocation? DefaultOfWallet => WalletId is null ? null : InDataDirectory(DataDirectory, null);

    /// <summary>The token of a data directory, or of one wallet in it.</summary>
    /// <param name="dataDirectory">An absolute path.</param>
    /// <param name="walletId">A wallet id, or null for the default token.</param>
    /// <exception cref="TokenException"><see cref="TokenError.WalletIdInvalid"/>, or <see cref="TokenError.PathNotFileSystem"/>
    /// for a directory that Windows would take for a device or an alternate data stream.</exception>
    public static TokenLocation InDataDirectory(string dataDirectory, string? walletId)
    {
        RefuseWhatWindowsRewrites(dataDirectory);
        if (walletId is null)
            return new TokenLocation(dataDirectory, DefaultFileName, null);
        Paths.WalletId.Check(walletId);
        return new TokenLocation(WalletDirectoryIn(dataDirectory), walletId, walletId);
    }

    /// <summary>The token at a path that the caller gave.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="TokenException"><see cref="TokenError.PathNotFileSystem"/> for a path that names no file, or that
    /// Windows would take for a device or an alternate data stream.</exception>
    public static TokenLocation AtPath(string path)
    {
        // First: .NET's platforms differ in what the directory of such a path is.
        RefuseWhatWindowsRewrites(path);
        string? directory = Path.GetDirectoryName(path);
        string name = Path.GetFileName(path);
        if (string.IsNullOrEmpty(directory) || name.Length == 0)
            throw NamesNoFile(path, path);
        bool isOfWallet = Path.GetFileName(directory) == WalletDirectoryName && Paths.WalletId.IsValid(name);
        return new TokenLocation(directory!, name, isOfWallet ? name : null);
    }

    /// <summary>The exception for a path that ends like a directory's.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="given">The path as the caller wrote it.</param>
    public static TokenException NamesNoFile(string path, string given) =>
        new(TokenError.PathNotFileSystem, path, Messages.PathNamesNoFile(given));

    /// <summary>The data directory of a token's path; null where the path is not one that a data directory has.</summary>
    public static string? DataDirectoryOf(string path)
    {
        string? directory = Path.GetDirectoryName(path);
        string? dataDirectory = Path.GetFileName(directory) == WalletDirectoryName ? Path.GetDirectoryName(directory)
            : Path.GetFileName(path) == DefaultFileName ? directory : null;
        return string.IsNullOrEmpty(dataDirectory) ? null : dataDirectory;
    }

    /// <summary>The directory that holds the wallets' tokens.</summary>
    public static string WalletDirectoryIn(string dataDirectory) => Path.Combine(dataDirectory, WalletDirectoryName);

    /// <summary>The exception for a path that Windows would take for a device or an alternate data stream.</summary>
    /// <param name="path">The path as the caller wrote it.</param>
    public static TokenException DeviceOrStream(string path) =>
        new(TokenError.PathNotFileSystem, path, Messages.PathIsDeviceOrStream(path));

    private static void RefuseWhatWindowsRewrites(string path)
    {
        if (Path.DirectorySeparatorChar != '\\')
            return;
        if (WindowsPath.IsDeviceOrStream(path))
            throw DeviceOrStream(path);
        if (WindowsPath.HasRewrittenName(path))
            throw new TokenException(TokenError.PathNotFileSystem, path, Messages.PathIsRewritten(path));
    }
}
