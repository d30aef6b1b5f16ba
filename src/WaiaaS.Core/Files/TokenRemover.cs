using System;
using System.Linq;
using WaiaaS.Paths;

namespace WaiaaS.Files;

/// <summary>Removes a token, and its leftovers of interrupted writes.</summary>
internal sealed class TokenRemover(ITokenFileSystem fileSystem, ITokenLogger logger, RetryPolicy retry)
{
    private readonly LeftoversByToken _leftovers = new(logger);

    /// <summary>Fails as <see cref="Remove"/> would where there is nothing to remove or no regular file. Touches nothing.</summary>
    /// <exception cref="TokenException"/>
    public void Check(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
        if (!Exists(directory, location) && !_leftovers.NamesOf(directory, location.FileName).Any(name => Leftovers.IsRemovable(directory, name)))
            throw NotFound(location);
    }

    /// <summary>Removes a token durably, and its leftovers of interrupted writes.</summary>
    /// <exception cref="TokenException">The token is still there, unless the error is <see cref="TokenError.TokenDurabilityUnknown"/>.
    /// Where there is none, what was left behind is still removed.</exception>
    public void Remove(TokenLocation location)
    {
        using ITokenDirectory directory = Open(location);
        bool exists = Exists(directory, location);
        if (exists)
            Delete(directory, location);
        foreach (string name in _leftovers.NamesOf(directory, location.FileName))
            Leftovers.Remove(directory, name, logger);
        Flush(directory, location);
        TryRemoveOldLeftovers(directory);
        if (!exists)
            throw NotFound(location);
    }

    private static TokenException NotFound(TokenLocation location) =>
        new(TokenError.TokenNotFound, location.FullPath, Messages.TokenToRemoveNotFound(location.FullPath));

    private void Delete(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            retry.Run(location, () => directory.Delete(location.FileName));
        }
        catch (FileSystemException reason)
        {
            // Done and reported as failed, as by a file server whose answer was lost; or another process was faster.
            if (Exists(directory, location))
                throw TokenErrors.For(Operation.Remove, reason, location);
        }
    }

    private void Flush(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            if (!directory.Flush())
                logger.Verbose(Messages.DirectoryCannotBeFlushed(location.Directory));
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            throw TokenErrors.For(Operation.FlushRemoval, reason, location);
        }
    }

    private void TryRemoveOldLeftovers(ITokenDirectory directory)
    {
        try
        {
            Leftovers.RemoveOncePerProcess(directory, directory.LastChange(), logger);
        }
        catch (FileSystemException reason)
        {
            logger.Verbose(Messages.LeftoversNotListed(reason.Message));
        }
    }

    private ITokenDirectory Open(TokenLocation location)
    {
        try
        {
            return retry.Run(location, () => fileSystem.OpenDirectory(location.Directory));
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            throw TokenErrors.For(Operation.OpenForRemoval, reason, location);
        }
    }

    private static bool Exists(ITokenDirectory directory, TokenLocation location)
    {
        try
        {
            FileType type = directory.TypeOf(location.FileName);
            return type is FileType.Regular or FileType.Missing
                ? type == FileType.Regular
                : throw TokenErrors.NotRegularFile(type, location);
        }
        catch (Exception reason) when (TokenErrors.HasErrorFor(reason))
        {
            throw TokenErrors.For(Operation.Remove, reason, location);
        }
    }
}
