using System.Collections.Generic;

namespace WaiaaS.Files;

/// <summary>
/// What killed writers of one token left behind, of any age, unless its writer still lives. A directory is listed once
/// for all tokens that are removed from it together.
/// </summary>
internal sealed class TokenLeftovers
{
    private readonly ITokenFileSystem _fileSystem;
    private readonly ITokenObserver _observer;
    private readonly Dictionary<string, Dictionary<string, List<string>>> _byDirectory = [];

    public TokenLeftovers(ITokenFileSystem fileSystem, ITokenObserver observer)
    {
        _fileSystem = fileSystem;
        _observer = observer;
    }

    /// <summary>The names of what may be removed. Never fails: the token is what matters.</summary>
    public List<string> NamesOf(ITokenDirectory directory, string fileName)
    {
        if (!_byDirectory.TryGetValue(directory.Path, out Dictionary<string, List<string>> byToken))
            _byDirectory[directory.Path] = byToken = List(directory);
        return byToken.TryGetValue(fileName, out List<string> names) ? names : [];
    }

    /// <summary>Removes them.</summary>
    public void RemoveOf(ITokenDirectory directory, string fileName)
    {
        foreach (string name in NamesOf(directory, fileName))
            Leftovers.Remove(directory, name, _observer);
    }

    private Dictionary<string, List<string>> List(ITokenDirectory directory)
    {
        var byToken = new Dictionary<string, List<string>>();
        try
        {
            foreach (string name in directory.Names())
            {
                if (!TemporaryName.TryParse(name, out string token, out int pid)
                    || directory.LastWriteOfOwnFile(name) is null || _fileSystem.IsOwnProcess(pid))
                {
                    continue;
                }

                if (!byToken.TryGetValue(token, out List<string> names))
                    byToken[token] = names = [];
                names.Add(name);
            }
        }
        catch (FileSystemException failure)
        {
            _observer.Verbose(Messages.LeftoversNotListed(failure.Message));
        }

        return byToken;
    }
}
