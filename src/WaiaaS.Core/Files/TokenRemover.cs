using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>Removes a token, and with it what killed writers of that token left behind.</summary>
internal sealed class TokenRemover(ITokenFileSystem fileSystem, ITokenLogger logger, RetryPolicy retry)
{
    private readonly LeftoversByToken _leftovers = new(fileSystem, logger);

    /// <summary>Fails as <see cref="Remove"/> would where there is nothing to remove or no regular file. Touches nothing.</summary>
    /// <exception cref="TokenException"/>
    public void Check(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
        if (!Exists(directory, location) && _leftovers.NamesOf(directory, location.FileName).Count == 0)
            throw NotFound(location);
    }

    /// <summary>Removes a token for good, and what killed writers of it left behind.</summary>
    /// <exception cref="TokenException">The token is still there, unless the error is <see cref="TokenError.TokenDurabilityUnknown"/>.
    /// Where there is none, what was left behind is still removed.</exception>
    public void Remove(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
        bool exists = Exists(directory, location);
        if (exists)
            TokenErrors.Translate(Operation.Remove, location, () => retry.Run(location, () => directory.Delete(location.FileName)));
        foreach (string name in _leftovers.NamesOf(directory, location.FileName))
            Leftovers.Remove(directory, name, logger);
        if (!TokenErrors.Translate(Operation.FlushRemoval, location, directory.Flush))
            logger.Verbose(Messages.DirectoryCannotBeFlushed(location.Directory));
        Leftovers.RemoveOncePerProcess(directory, logger);
        if (!exists)
            throw NotFound(location);
    }

    private static TokenException NotFound(TokenLocation location) =>
        new(TokenError.TokenNotFound, location.FullPath, Messages.TokenToRemoveNotFound(location.FullPath));

    private ITokenDirectory Open(TokenLocation location) => TokenErrors.Translate(
        Operation.OpenForRemoval, location, () => fileSystem.OpenDirectory(location.Directory));

    private static bool Exists(ITokenDirectory directory, TokenLocation location)
    {
        FileType type = TokenErrors.Translate(Operation.Remove, location, () => directory.TypeOf(location.FileName));
        return type is FileType.Regular or FileType.Missing
            ? type == FileType.Regular
            : throw TokenErrors.NotRegularFile(type, location);
    }
}
