using System.Collections.Concurrent;

namespace WaiaaS.Tests.Posix;

[Collection(ProcessWide.Name)]
public sealed class WriteTests
{
    private const uint Somebody = 12345;

    private readonly string _token = SampleToken.New();

    [Theory]
    [InlineData(0, false)]
    [InlineData(0x12, false)]
    [InlineData(0x3F, false)]
    [InlineData(0x1FF, false)]
    [InlineData(0, true)]
    [InlineData(0x3F, true)]
    [InlineData(0x1FF, true)]
    public void The_file_is_0600_and_the_directories_0700_under_any_umask(uint umask, bool asNobody)
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        string data = directory["new", "data"];
        if (asNobody)
        {
            Unix.NeedRoot();
            Unix.SetOwner(directory.Path, Unix.Nobody);
            Unix.WithUmask(umask, () => Unix.As(Unix.Nobody, () => WriteToWallet(data)));
        }
        else
        {
            Unix.WithUmask(umask, () => WriteToWallet(data));
        }

        string file = Path.Combine(data, "mcp-tokens", "w");
        Assert.Equal("0600", Unix.ModeOf(file));
        foreach (string made in new[] { directory["new"], data, Path.Combine(data, "mcp-tokens") })
            Assert.Equal("0700", Unix.ModeOf(made));
        Assert.Equal(_token, File.ReadAllText(file));
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public async Task Writers_that_create_the_same_directories_at_once_all_succeed()
    {
        Unix.Need();
        const int writers = 8;
        const int rounds = 25;
        using var directory = new TemporaryDirectory();
        using var together = new Barrier(writers);
        var failures = new ConcurrentBag<Exception>();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Factory.StartNew(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                together.SignalAndWait();
                string data = directory[FormattableString.Invariant($"{round}"), "data"];
                if (Record.Exception(() => WriteToWallet(data)) is { } failure)
                    failures.Add(failure);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Empty(failures);
        Assert.Equal(rounds, Directory.GetDirectories(directory.Path).Length);
        Assert.Empty(directory.Temporaries());
    }

    [Fact]
    public void Root_gives_what_it_makes_to_the_owner_of_the_directory_above()
    {
        Unix.NeedRoot();
        using var home = new TemporaryDirectory();
        Unix.SetOwner(home.Path, Somebody);
        string data = home[".waiaas"];

        WriteToWallet(data);

        foreach (string path in new[] { data, Path.Combine(data, "mcp-tokens"), Path.Combine(data, "mcp-tokens", "w") })
            Assert.Equal(Somebody, Unix.OwnerOf(path));
        string? read = null;
        Unix.As(Somebody, () => read = new Store().Read(Path.Combine(data, "mcp-tokens", "w")));
        Assert.Equal(_token, read);
    }

    [Fact]
    public void Root_does_not_give_away_a_directory_that_was_there_before()
    {
        Unix.NeedRoot();
        using var home = new TemporaryDirectory();
        Unix.SetOwner(home.Path, Somebody);
        Directory.CreateDirectory(home["roots"]);
        File.WriteAllText(home["roots", "secret"], "x");

        new Store().Write(home["roots", "mcp-token"], _token);

        Assert.Equal(0u, Unix.OwnerOf(home["roots"]));
    }

    [Fact]
    public void A_file_that_others_could_read_is_closed_by_writing_it_again_and_a_hard_link_keeps_the_old_token()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        string old = SampleToken.New();
        File.WriteAllText(directory["mcp-token"], old);
        Unix.SetMode(directory["mcp-token"], "0644");
        Unix.Output("ln", directory["mcp-token"], directory["elsewhere"]);

        new Store().Write(directory["mcp-token"], _token);

        Assert.Equal("0600", Unix.ModeOf(directory["mcp-token"]));
        Assert.Equal(old, File.ReadAllText(directory["elsewhere"]));
    }

    private void WriteToWallet(string data) => new Store().Write(TokenLocation.InDataDirectory(data, "w"), _token);
}
