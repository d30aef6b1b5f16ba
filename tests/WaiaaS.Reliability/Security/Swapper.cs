using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Reliability.Security;

/// <summary>
/// The attacker, a process and a user of its own: exchanges a name with a decoy, there and back, as fast as it can, and
/// watches what comes into its hands. Ends when its input does.
/// </summary>
internal sealed class Swapper(Decoy decoy, string arena, string bait)
{
    /// <summary>The word on the command line that makes this program an attacker.</summary>
    public const string Word = "--swapper";

    private static readonly Decoy[] Directories = [Decoy.LinkToDirectory, Decoy.FifoAsDirectory];

    private readonly string _place = Path.Combine(arena, Directories.Contains(decoy) ? "links/data" : "data/" + Arena.TokenName);
    private readonly string _aside = Path.Combine(arena, Directories.Contains(decoy) ? "links" : "data", Arena.Aside);
    private SafeFileHandle? _fifo;
    private FileStream? _own;
    private long _spilled;

    public static int Run(string[] words)
    {
        new Swapper(Enum.Parse<Decoy>(words[0]), words[1], words[2]).Run();
        return 0;
    }

    private void Run()
    {
        var ended = Task.Run(Console.In.ReadToEnd);
        long swaps = 0;
        for (bool ready = false; !ended.IsCompleted; ready = true)
        {
            Renew();
            swaps += Native.Exchange(_place, _aside) ? 1 : 0;
            Watch();
            swaps += Native.Exchange(_place, _aside) ? 1 : 0;
            if (!ready)
                Console.WriteLine("ready");
        }

        Watch();
        Console.WriteLine(FormattableString.Invariant($"swaps {swaps}"));
        Console.WriteLine(FormattableString.Invariant($"spilled {_spilled}"));
    }

    // A write in between renames over the decoy, and what lies aside is the token that was there before.
    private void Renew()
    {
        if (IsDecoy())
            return;
        File.Delete(_aside);
        switch (decoy)
        {
            case Decoy.SymbolicLink:
                File.CreateSymbolicLink(_aside, Path.Combine(arena, "elsewhere", "secret"));
                break;
            case Decoy.LinkToDirectory:
                File.CreateSymbolicLink(_aside, Path.Combine(arena, "two"));
                break;
            case Decoy.Directory:
                Directory.CreateDirectory(_aside, (UnixFileMode)0b111_111_111);
                break;
            case Decoy.HardLink:
                Native.Link(Path.Combine(arena, "elsewhere", "shared"), _aside);
                break;
            case Decoy.AttackersFile:
                Watch();
                _own?.Dispose();
                File.WriteAllText(_aside, bait);
                File.SetUnixFileMode(_aside, (UnixFileMode)0b110_110_110);
                _own = File.Open(_aside, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                break;
            default:
                Watch();
                _fifo?.Dispose();
                _fifo = Native.OpenFifo(_aside);
                break;
        }
    }

    private bool IsDecoy()
    {
        var file = new FileInfo(_aside);
        return decoy switch
        {
            Decoy.SymbolicLink or Decoy.LinkToDirectory => file.LinkTarget is not null,
            Decoy.Directory => Directory.Exists(_aside),
            Decoy.Fifo or Decoy.FifoAsDirectory => file.Exists && _fifo is not null && Native.StatusOf(_aside) is { IsRegular: false },
            _ => Native.StatusOf(_aside)?.Owner == (decoy == Decoy.HardLink ? Users.Third : Users.Attacker),
        };
    }

    // What has been written into the attacker's own hands.
    private void Watch()
    {
        if (_fifo is not null)
            _spilled += Native.Drain(_fifo) > 0 ? 1 : 0;
        if (_own is null)
            return;
        Span<byte> buffer = stackalloc byte[1024];
        int count = RandomAccess.Read(_own.SafeFileHandle, buffer, 0);
        _spilled += Encoding.ASCII.GetString(buffer[..count]) != bait ? 1 : 0;
    }
}
