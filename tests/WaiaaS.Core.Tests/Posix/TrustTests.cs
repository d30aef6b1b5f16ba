using System.Globalization;
using Kind = WaiaaS.Tests.Infrastructure.AccessList.Kind;

namespace WaiaaS.Tests.Posix;

/// <summary>Who can change the way to a token, and to whom root gives what it writes.</summary>
[Collection(ProcessWide.Name)]
public sealed class TrustTests : IDisposable
{
    private const uint Root = 0;
    private const uint Me = Unix.Nobody;
    private const uint Stranger = 61235;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("The user's own", Me, "0755", false)]
    [InlineData("Root's", Root, "0755", false)]
    [InlineData("Root's, sticky, as /tmp is", Root, "1777", false)]
    [InlineData("A stranger's", Stranger, "0755", true)]
    [InlineData("A stranger's, sticky", Stranger, "1777", true)]
    [InlineData("Open to everyone", Me, "0777", true)]
    [InlineData("Open to a group", Root, "0775", true)]
    public void A_directory_on_the_way_is_named_in_a_warning_where_others_can_change_it(string _, uint owner, string mode, bool isWarned)
    {
        Prepare();
        Unix.SetOwner(_directory["way"], owner);
        Unix.SetMode(_directory["way"], mode);

        Assert.Equal(isWarned ? [_directory["way"]] : [], WarningsOfWriteAndRead(_directory["way", "data"]));
    }

    [Theory]
    [InlineData("1777", Stranger, true)]
    [InlineData("1777", Me, false)]
    [InlineData("0755", Stranger, false)]
    public void A_link_on_the_way_is_named_where_its_owner_can_change_it(string mode, uint owner, bool isWarned)
    {
        Prepare();
        Directory.CreateDirectory(_directory["shared"]);
        Unix.SetMode(_directory["shared"], mode);
        File.CreateSymbolicLink(_directory["shared", "link"], _directory["way"]);
        Unix.Output("chown", "-h", owner.ToString(CultureInfo.InvariantCulture), _directory["shared", "link"]);

        Assert.Equal(isWarned ? [_directory["shared", "link"]] : [], WarningsOfWriteAndRead(_directory["shared", "link", "data"]));
    }

    [Fact]
    public void A_directory_that_a_link_leads_through_is_on_the_way_too()
    {
        Prepare();
        Unix.SetOwner(_directory["way"], Stranger);
        File.CreateSymbolicLink(_directory["link"], "way/../way/data");

        Assert.Equal([_directory["way"]], WarningsOfWriteAndRead(_directory["link"]));
    }

    [Theory]
    [InlineData(Root, false)]
    [InlineData(Stranger, true)]
    public void A_directory_that_an_access_list_opens_to_root_alone_is_not_open(uint user, bool isWarned)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the access lists of Linux");
        Prepare();
        const uint none = uint.MaxValue;
        foreach (string path in new[] { _directory["way"], _directory["way", "data"] })
            AccessList.Set(path, (Kind.Owner, 7, none), (Kind.User, 7, user), (Kind.OwningGroup, 0, none), (Kind.Mask, 7, none), (Kind.Everyone, 0, none));

        Assert.Equal(isWarned, WarningsOfWriteAndRead(_directory["way", "data"]).Length > 0);
    }

    [Fact]
    public void The_way_is_looked_at_once_in_a_process()
    {
        Prepare();
        Unix.SetOwner(_directory["way"], Stranger);
        var store = new Store();

        Unix.As(Me, () => store.Write(_directory["way", "data", "mcp-token"], SampleToken.New()));
        Unix.As(Me, () => store.Write(_directory["way", "data", "other"], SampleToken.New()));

        Assert.Single(store.Warnings);
    }

    [Fact]
    public void Root_gives_nothing_to_a_user_who_has_nothing_to_do_with_the_directory()
    {
        Prepare();

        TokenException[] errors =
        [
            Store.ErrorOf(() => new Store().Write(_directory["way", "data", "mcp-token"], SampleToken.New())),
            Store.ErrorOf(() => new Store().Write(_directory["way", "data", "new", "mcp-token"], SampleToken.New())),
        ];

        Assert.All(errors, error =>
        {
            Assert.Equal(TokenError.TokenOwnerMismatch, error.Error);
            Assert.Contains("sudo -u 'nobody'", error.Message, StringComparison.Ordinal);
        });
        Assert.Empty(Directory.GetFileSystemEntries(_directory["way", "data"]));
    }

    [Fact]
    public void Root_gives_nothing_to_an_owner_because_another_user_called_sudo()
    {
        Prepare();

        TokenException error = WithSudoOf(Stranger, () => Store.ErrorOf(() => new Store().Write(_directory["way", "data", "mcp-token"], SampleToken.New())));

        Assert.Equal(TokenError.TokenOwnerMismatch, error.Error);
    }

    [Theory]
    [InlineData("A directory whose name starts with that of the owner's home", false)]
    [InlineData("A directory of a user whose home is the root directory", true)]
    public void Root_gives_nothing_to_the_owner_of_what_is_in_no_home(string _, bool isHomeRoot)
    {
        Unix.NeedRoot();
        string[]? user = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .FirstOrDefault(entry => entry[2] != "0" && (entry[5] == "/" ? isHomeRoot : !isHomeRoot && Directory.Exists(entry[5])));
        Assert.SkipWhen(user is null, "needs a user with such a home directory");
        string path = isHomeRoot ? _directory["data"] : user![5] + "-waiaas-" + Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(path);
        try
        {
            Unix.SetOwner(path, uint.Parse(user![2], CultureInfo.InvariantCulture));

            Assert.Equal(TokenError.TokenOwnerMismatch, Store.ErrorOf(() => new Store().Write(Path.Combine(path, "mcp-token"), SampleToken.New())).Error);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void A_sticky_directory_of_a_stranger_is_open_to_that_stranger()
    {
        Prepare();
        Unix.SetOwner(_directory["way", "data"], Stranger);
        Unix.SetMode(_directory["way", "data"], "1777");
        var store = new Store();

        Unix.As(Me, () => store.Write(_directory["way", "data", "mcp-token"], SampleToken.New()));

        Assert.Contains(store.Warnings, warning => warning.Contains("Other users can write to the directory", StringComparison.Ordinal));
    }

    [Fact]
    public void Root_gives_the_token_to_the_user_who_called_sudo()
    {
        Prepare();
        var store = new Store();

        WithSudoOf(Me, () => store.Write(_directory["way", "data", "mcp-token"], SampleToken.New()));

        Assert.Equal(Me, Unix.OwnerOf(_directory["way", "data", "mcp-token"]));
        Assert.Empty(store.Warnings);
    }

    [Fact]
    public void Root_gives_the_token_to_an_owner_who_is_no_user_here_with_a_warning()
    {
        Prepare();
        Unix.SetOwner(_directory["way", "data"], Stranger);
        var store = new Store();

        store.Write(_directory["way", "data", "mcp-token"], SampleToken.New());

        Assert.Equal(Stranger, Unix.OwnerOf(_directory["way", "data", "mcp-token"]));
        Assert.Contains(store.Warnings, warning => warning.Contains($"was set to 'uid {Stranger}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Root_gives_the_token_to_the_user_whose_home_the_directory_is_in()
    {
        Unix.NeedRoot();
        string[]? user = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .FirstOrDefault(entry => entry[2] != "0" && entry[5] != "/" && Directory.Exists(entry[5]));
        Assert.SkipWhen(user is null, "needs a user who has a home directory");
        string home = Path.Combine(user![5], ".waiaas-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(home);
        try
        {
            uint owner = uint.Parse(user[2], CultureInfo.InvariantCulture);
            Unix.SetOwner(home, owner);
            var store = new Store();

            store.Write(Path.Combine(home, "data", "mcp-token"), SampleToken.New());

            Assert.Equal(owner, Unix.OwnerOf(Path.Combine(home, "data", "mcp-token")));
            Assert.DoesNotContain(store.Warnings, warning => warning.Contains("given", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [Fact]
    public void Root_reads_a_token_in_the_directory_of_such_a_user_with_a_warning()
    {
        Prepare();
        string path = _directory["way", "data", "mcp-token"];
        Unix.As(Me, () => new Store().Write(path, SampleToken.New()));
        var store = new Store();

        // Under another path: the write has looked at this one.
        File.CreateSymbolicLink(_directory["link"], _directory["way", "data"]);
        store.Read(Path.Combine(_directory["link"], "mcp-token"));

        Assert.Contains(store.Warnings, warning => warning.Contains("'nobody'", StringComparison.Ordinal));
    }

    private static T WithSudoOf<T>(uint user, Func<T> action)
    {
        Environment.SetEnvironmentVariable("SUDO_UID", user.ToString(CultureInfo.InvariantCulture));
        try
        {
            return action();
        }
        finally
        {
            Environment.SetEnvironmentVariable("SUDO_UID", null);
        }
    }

    private void Prepare()
    {
        Unix.NeedRoot();
        Unix.SetMode(_directory.Path, "0755");
        foreach (string path in new[] { _directory["way"], _directory["way", "data"] })
        {
            Directory.CreateDirectory(path);
            Unix.SetMode(path, "0755");
            Unix.SetOwner(path, Me);
        }
    }

    // The paths that the warnings of a write have in quotes. A read has the same; it is done by another way to the directory,
    // because each is looked at once.
    private static string[] WarningsOfWriteAndRead(string data)
    {
        var writing = new Store();
        var reading = new Store();
        Unix.As(Me, () =>
        {
            writing.Write(Path.Combine(data, "mcp-token"), SampleToken.New());
            reading.Read(Path.Combine(data, ".", "mcp-token"));
        });
        string[] paths = [.. writing.Warnings.Select(warning => warning.Split('\'')[1])];
        Assert.Equal(paths, reading.Warnings.Select(warning => Path.GetFullPath(warning.Split('\'')[1] + "/.").TrimEnd('/')));
        return paths;
    }
}
