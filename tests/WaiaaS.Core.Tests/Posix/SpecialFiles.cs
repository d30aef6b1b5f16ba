namespace WaiaaS.Tests.Posix;

/// <summary>Everything that can stand in a token file's place and is no regular file.</summary>
public static class SpecialFiles
{
    private static readonly Dictionary<string, (TokenError Error, string Words, Action<string> Make)> Kinds = new()
    {
        ["link to a token"] = (TokenError.TokenPathIsSymbolicLink, "symbolic link", path =>
        {
            File.WriteAllText(path + ".target", SampleToken.New());
            File.CreateSymbolicLink(path, path + ".target");
        }
        ),
        ["dangling link"] = (TokenError.TokenPathIsSymbolicLink, "symbolic link", path => File.CreateSymbolicLink(path, path + ".nowhere")),
        ["link loop"] = (TokenError.TokenPathIsSymbolicLink, "symbolic link", path => File.CreateSymbolicLink(path, path)),
        ["link to a directory"] = (TokenError.TokenPathIsSymbolicLink, "symbolic link", path =>
            Directory.CreateSymbolicLink(path, Directory.CreateDirectory(path + ".target").FullName)),
        ["directory"] = (TokenError.TokenNotRegularFile, "directory", path => Directory.CreateDirectory(path)),
        ["FIFO"] = (TokenError.TokenNotRegularFile, "FIFO", Unix.MakeFifo),
        ["socket"] = (TokenError.TokenNotRegularFile, "socket", Unix.MakeSocket),
        ["device"] = (TokenError.TokenNotRegularFile, "device", path =>
        {
            Unix.NeedRoot();
            Unix.MakeDevice(path);
        }
        ),
    };

    public static IEnumerable<TheoryDataRow<string>> Names
    {
        get
        {
            foreach (string name in Kinds.Keys)
                yield return new TheoryDataRow<string>(name);
        }
    }

    internal static (TokenError Error, string Words) Make(string name, string path)
    {
        Unix.Need();
        (TokenError error, string words, Action<string> make) = Kinds[name];
        make(path);
        return (error, words);
    }
}
