using System.Runtime.InteropServices;

namespace WaiaaS.Tests.Posix;

/// <summary>What a file system cannot do, and what it does otherwise, is no failure: the token is written and read.</summary>
[Collection(ProcessWide.Name)]
public sealed class FileSystemLimitsTests : IDisposable
{
    private const uint NoUser = 61234;

    private readonly TemporaryDirectory _directory = new();

    private readonly string _token = SampleToken.New();

    private string Target => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_volume_that_refuses_chmod_is_written_and_read_with_advice_that_helps_there()
    {
        using var volume = new BoundVolume(_directory, "-p", "0777", "--chmod-deny");
        string path = Path.Combine(volume.Path, "new", "data", "mcp-token");
        var writing = new Store();
        var reading = new Store();

        writing.Write(path, _token);

        Assert.Equal(_token, reading.Read(path));
        Assert.Contains("refuses to change permissions", Assert.Single(writing.Warnings), StringComparison.Ordinal);
        Assert.Contains("move the data directory", Assert.Single(reading.Warnings), StringComparison.Ordinal);
        Assert.Empty(_directory.Temporaries());
    }

    [Fact]
    public void A_volume_that_ignores_chmod_is_written_with_a_warning()
    {
        using var volume = new BoundVolume(_directory, "-p", "0644,a+X", "--chmod-ignore");
        var store = new Store();

        store.Write(Path.Combine(volume.Path, "mcp-token"), _token);

        Assert.Contains("has no access control", Assert.Single(store.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in the directory", "mcp-token")]
    [InlineData("in a directory that is made there", "new", "mcp-token")]
    public void A_file_that_root_cannot_give_to_the_owner_of_the_directory_is_written_with_a_warning(string _, params string[] names)
    {
        Unix.NeedRoot();
        Unix.SetOwner(_directory.Path, NoUser);
        using var volume = new BoundVolume(_directory, "--chown-deny", "--chgrp-deny");
        string path = Path.Combine([volume.Path, .. names]);
        var store = new Store();

        store.Write(path, _token);

        Assert.Equal(_token, File.ReadAllText(path));
        Assert.Contains(store.Warnings, warning => warning.Contains($"could not be changed to 'uid {NoUser}'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_volume_that_gives_every_file_to_its_owner_is_not_asked_to()
    {
        Unix.NeedRoot();
        using var volume = new BoundVolume(_directory, $"--force-user={NoUser}", "--chown-deny", "--chgrp-deny");
        var store = new Store();

        store.Write(Path.Combine(volume.Path, "mcp-token"), _token);

        Assert.DoesNotContain(store.Warnings, warning => warning.Contains("could not be changed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_leased_file_is_read_once_its_holder_gives_the_lease_up()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the leases of Linux");
        File.WriteAllText(Target, _token);
        Unix.SetMode(Target, "600");
        using var lease = new Lease(Target);
        var store = new Store { OnVerbose = lease.GiveUp };

        Assert.Equal(_token, store.Read(Target));

        Assert.Contains("has a lease", Assert.Single(store.Verbose), StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_of_a_leased_file_can_be_cancelled()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the leases of Linux");
        File.WriteAllText(Target, _token);
        using var lease = new Lease(Target);
        using var cancelled = new CancellationTokenSource();
        var store = new Store(cancelled.Token) { OnVerbose = cancelled.Cancel };

        Assert.Throws<OperationCanceledException>(() => store.Read(Target));
    }

    /// <summary>A lease as a file server takes it for a client: who opens the file waits for its holder.</summary>
    private sealed class Lease : IDisposable
    {
        private const int F_SETLEASE = 1024;
        private const int F_WRLCK = 1;
        private const int F_UNLCK = 2;
        private const int SIGIO = 29;

        private readonly FileStream _file;

        public Lease(string path)
        {
            // The kernel asks for the lease with this signal, which ends a process that does not expect it.
            Signal(SIGIO, 1);
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (Fcntl((int)_file.SafeFileHandle.DangerousGetHandle(), F_SETLEASE, F_WRLCK) == 0)
                return;
            _file.Dispose();
            Assert.Skip("needs a file system with leases");
        }

        public void GiveUp() => Assert.Equal(0, Fcntl((int)_file.SafeFileHandle.DangerousGetHandle(), F_SETLEASE, F_UNLCK));

        public void Dispose() => _file.Dispose();

        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        private static extern int Fcntl(int file, int command, nint argument);

        [DllImport("libc", EntryPoint = "signal")]
        private static extern nint Signal(int signal, nint handler);
    }
}
