namespace WaiaaS.Reliability.Security;

/// <summary>
/// The place of a race, on a tmpfs: a data directory in which the attacker may exchange names, and what lies around it.
/// </summary>
internal sealed class Arena
{
    /// <summary>The name under which the attacker keeps what is not in place just now.</summary>
    public const string Aside = "aside";

    public const string TokenName = "mcp-token";

    private const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OwnersAlone = (UnixFileMode)0b111_101_101;
    private const UnixFileMode Private = (UnixFileMode)0b110_000_000;
    private const UnixFileMode Shareable = (UnixFileMode)0b110_110_110;

    private static readonly string[] Expected =
    [
        "data", "data/" + TokenName, "data/" + Aside, "elsewhere", "elsewhere/secret", "elsewhere/shared", "one", "one/" + TokenName, "two",
        "two/" + TokenName, "links", "links/data", "links/" + Aside,
    ];

    private static readonly (string Name, int Owner)[] Directories = [("one", Users.Victim), ("two", Users.Third)];

    private readonly int _user;

    public Arena(string directory, int user)
    {
        Path = directory;
        _user = user;
        File.SetUnixFileMode(directory, OwnersAlone);
        Make("data", Everything, user);
        Make("elsewhere", Everything, 0);
        Make("links", Everything, 0);
        foreach ((string name, int owner) in Directories)
            Make(name, user == 0 ? OwnersAlone : Everything, owner);
        Put(this["data", TokenName], SignedToken.Create(), user, Private);
        Secret = SignedToken.NewOfAnotherKey();
        Put(this["elsewhere", "secret"], Secret, user, Private);
        Shared = SignedToken.NewOfAnotherKey();
        Put(this["elsewhere", "shared"], Shared, Users.Third, Shareable);
        File.CreateSymbolicLink(this["links", "data"], this["one"]);
    }

    public string Path { get; }

    public string Secret { get; }

    public string Shared { get; }

    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>What has come to lie where it must not; null when nothing has.</summary>
    public string? Objection()
    {
        if (File.ReadAllText(this["elsewhere", "secret"]) != Secret || File.ReadAllText(this["elsewhere", "shared"]) != Shared)
            return "a file outside the data directory was written to";
        foreach (string path in EntriesOf(Path))
        {
            string name = path[(Path.Length + 1)..];
            if (name.EndsWith(".tmp", StringComparison.Ordinal))
                return $"{name} was left";
            if (!Expected.Contains(name))
                return $"{name} has appeared";
            if (name.EndsWith(TokenName, StringComparison.Ordinal) && Native.StatusOf(path) is { IsRegular: true } status && status.Owner == _user && status.Mode != Private)
                return $"{name} is open to others";
        }

        return null;
    }

    // Links are entries, and not followed.
    private static IEnumerable<string> EntriesOf(string directory) => Directory.EnumerateFileSystemEntries(directory)
        .SelectMany(path => Directory.Exists(path) && new FileInfo(path).LinkTarget is null ? EntriesOf(path).Prepend(path) : [path]);

    /// <summary>A token whose owner is not that of the directory it lies in; null when there is none. Only root gives files away.</summary>
    public string? WrongOwner()
    {
        foreach ((string name, int owner) in Directories)
        {
            if (Native.StatusOf(this[name, TokenName]) is { } status && status.Owner != owner)
                return $"{name}/{TokenName} belongs to {status.Owner}";
        }

        return null;
    }

    private void Make(string name, UnixFileMode mode, int owner)
    {
        File.SetUnixFileMode(Directory.CreateDirectory(this[name]).FullName, mode);
        Own(this[name], owner);
    }

    private static void Put(string path, string text, int owner, UnixFileMode mode)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        Own(path, owner);
    }

    private static void Own(string path, int owner) => Command.Output("chown", FormattableString.Invariant($"{owner}:{owner}"), path);
}

/// <summary>What an attacker puts in the place of a token file, or of its directory.</summary>
internal enum Decoy
{
    SymbolicLink,
    Directory,
    Fifo,
    AttackersFile,
    HardLink,
    LinkToDirectory,
    FifoAsDirectory,
}
