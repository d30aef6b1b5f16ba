namespace WaiaaS.Reliability.Security;

/// <summary>
/// The place of a race, on a tmpfs: a data directory in which the attacker may exchange names, and what lies around it.
/// </summary>
internal sealed class Arena
{
    /// <summary>Nobody's ids.</summary>
    public const int Victim = 61001;
    public const int Attacker = 61002;
    public const int Third = 61003;

    /// <summary>The name under which the attacker keeps what is not in place just now.</summary>
    public const string Aside = "aside";

    public const string TokenName = "mcp-token";

    private const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Private = (UnixFileMode)0b110_000_000;
    private const UnixFileMode Shareable = (UnixFileMode)0b110_110_110;

    private readonly int _user;

    public Arena(string directory, int user)
    {
        Path = directory;
        _user = user;
        File.SetUnixFileMode(directory, Everything & ~(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        foreach (string name in new[] { "data", "elsewhere" })
            File.SetUnixFileMode(Directory.CreateDirectory(this[name]).FullName, Everything);
        Own(this["data"], user);
        foreach ((string name, int owner) in new[] { ("one", Victim), ("two", Third) })
        {
            File.SetUnixFileMode(Directory.CreateDirectory(this[name]).FullName, user == 0 ? Everything & ~(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite) : Everything);
            Own(this[name], owner);
        }

        Put(this["data", TokenName], SignedToken.New(), user, Private);
        Secret = SignedToken.NewOfSomebodyElse();
        Put(this["elsewhere", "secret"], Secret, user, Private);
        Shared = SignedToken.NewOfSomebodyElse();
        Put(this["elsewhere", "shared"], Shared, Third, Shareable);
        File.SetUnixFileMode(Directory.CreateDirectory(this["links"]).FullName, Everything);
        File.CreateSymbolicLink(this["links", "data"], this["one"]);
    }

    public string Path { get; }

    /// <summary>The token in the victim's other file, which a link leads to.</summary>
    public string Secret { get; }

    /// <summary>The token in the third user's file.</summary>
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
            if (!Native.TryStatusOf(path, out int owner, out UnixFileMode mode))
                continue;
            if (name.EndsWith(TokenName, StringComparison.Ordinal) && owner == _user && Native.IsRegular(path) && mode != Private)
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
        foreach ((string name, int owner) in new[] { ("one", Victim), ("two", Third) })
        {
            string path = this[name, TokenName];
            if (Native.TryStatusOf(path, out int user, out _) && user != owner)
                return $"{name}/{TokenName} belongs to {user}";
        }

        return null;
    }

    private static readonly string[] Expected =
    [
        "data", "data/" + TokenName, "data/" + Aside, "elsewhere", "elsewhere/secret", "elsewhere/shared", "one", "one/" + TokenName, "two",
        "two/" + TokenName, "links", "links/data", "links/" + Aside,
    ];

    private static void Put(string path, string text, int owner, UnixFileMode mode)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        Own(path, owner);
    }

    private static void Own(string path, int owner) => Command.Output("chown", FormattableString.Invariant($"{owner}:{owner}"), path);
}
