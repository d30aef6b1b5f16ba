namespace WaiaaS.Tests.Files;

public sealed class LeftoversTests : IDisposable
{
    private static readonly DateTime Old = DateTime.UtcNow.AddMinutes(-61);

    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory["mcp-token"];

    private string Leftover => _directory[".a.1.0123abcd.tmp"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(".mcp-token.4242.0123abcd.tmp", -61, false)]
    [InlineData(".other.1.ffffffff.tmp", -61, false)]
    [InlineData(".mcp-token.4242.0123abcd.tmp", -59, true)]
    [InlineData(".mcp-token.4242.0123abcd.tmp", 60, true)]
    [InlineData(".mcp-token.4242.0123ABCD.tmp", -6000, true)]
    [InlineData("mcp-token.tmp", -61, false)]
    [InlineData("mcp-token.tmp", -59, true)]
    [InlineData("other.tmp", -6000, true)]
    [InlineData("mcp-token2.tmp", -6000, true)]
    [InlineData(".mcp-token.4242.0123abcd.tmp.bak", -6000, true)]
    public void Only_an_old_leftover_goes_with_the_first_write(string name, int minutes, bool stays)
    {
        Leave(_directory[name], DateTime.UtcNow.AddMinutes(minutes));
        var store = new Store();

        store.Write(Target, SampleToken.New());

        Assert.Equal(stays, File.Exists(_directory[name]));
        Assert.Equal(stays, !store.Verbose.Any(message => message.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("8b0c1f3e-1111-4222-8333-444455556666.tmp", -61, false)]
    [InlineData("w.tmp", -59, true)]
    [InlineData("w w.tmp", -6000, true)]
    [InlineData(".tmp", -6000, true)]
    public void An_old_temporary_file_of_another_writer_of_wallets_goes(string name, int minutes, bool stays)
    {
        TokenLocation location = TokenLocation.InDataDirectory(_directory.Path, "w");
        Directory.CreateDirectory(location.Directory);
        Leave(Path.Combine(location.Directory, name), DateTime.UtcNow.AddMinutes(minutes));

        new Store().Write(location, SampleToken.New());

        Assert.Equal(stays, File.Exists(Path.Combine(location.Directory, name)));
    }

    [Theory]
    [InlineData(-61)]
    [InlineData(-25 * 60)]
    public void A_leftover_whose_writer_lives_stays_with_a_write_and_with_a_removal(int minutes)
    {
        string name = _directory[".mcp-token.1.0123abcd.tmp"];
        Leave(name, DateTime.UtcNow.AddMinutes(minutes));

        // Opened so, a file is locked on POSIX and not shared on Windows.
        using (new FileStream(name, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            new Store().Write(Target, SampleToken.New());
            Remove();
        }

        Assert.True(File.Exists(name));
    }

    [Fact]
    public void A_young_leftover_whose_writer_is_gone_goes_with_the_removal_of_its_token()
    {
        string name = _directory[FormattableString.Invariant($".mcp-token.{Environment.ProcessId}.0123abcd.tmp")];
        Leave(name, DateTime.UtcNow);
        File.WriteAllText(Target, SampleToken.New());

        Remove();

        Assert.False(File.Exists(name));
    }

    [Theory]
    [InlineData(-61, true)]
    [InlineData(-25 * 60, false)]
    public void Where_locks_tell_nothing_of_other_machines_a_leftover_stays_for_a_day(int minutes, bool stays)
    {
        using var volume = new BoundVolume(_directory);
        Leave(Leftover, DateTime.UtcNow.AddMinutes(minutes));

        new Store().Write(Path.Combine(volume.Path, "mcp-token"), SampleToken.New());

        Assert.Equal(stays, File.Exists(Leftover));
    }

    [Fact]
    public void A_directory_and_a_link_with_a_leftovers_name_stay()
    {
        Unix.Need();
        Directory.CreateDirectory(Leftover);
        Directory.SetLastWriteTimeUtc(Leftover, Old);
        Leave(_directory["target"], Old);
        File.CreateSymbolicLink(_directory[".b.1.0123abcd.tmp"], _directory["target"]);
        Unix.Output("touch", "-h", "-d", "3 hours ago", _directory[".b.1.0123abcd.tmp"]);

        new Store().Write(Target, SampleToken.New());

        Assert.True(Directory.Exists(Leftover));
        Assert.True(File.Exists(_directory[".b.1.0123abcd.tmp"]));
    }

    [Fact]
    public void A_leftover_of_another_user_stays()
    {
        Unix.NeedRoot();
        Leave(Leftover, Old);
        Unix.SetOwner(Leftover, Unix.Nobody);

        new Store().Write(Target, SampleToken.New());

        Assert.True(File.Exists(Leftover));
    }

    [Fact]
    public void Leftovers_are_looked_for_once_in_a_process()
    {
        new Store().Write(Target, SampleToken.New());
        Leave(Leftover, Old);

        new Store().Write(Target, SampleToken.New());

        Assert.True(File.Exists(Leftover));
    }

    private void Remove() => new TokenStore(new Store(), default).Remove(TokenLocation.AtPath(Target));

    private static void Leave(string path, DateTime lastWrite)
    {
        File.WriteAllText(path, SampleToken.New());
        File.SetLastWriteTimeUtc(path, lastWrite);
    }
}
