using System.Text;

namespace WaiaaS.Reliability.Security;

/// <summary>A data directory with everything in it that an error can come from.</summary>
internal sealed class LeakStage : IDisposable
{
    private readonly Mount _readOnly;
    private readonly Mount _file;

    public LeakStage(Scratch scratch)
    {
        Data = scratch.NewDirectory();
        foreach (string name in new[] { "mcp-token", "source", "somebodys", "mounted" })
            Put(name, Token);
        Command.Output("chown", Users.Third.ToString(CultureInfo.InvariantCulture), Of("somebodys"));
        Put("cut", Token[..^50]);
        Put("twice", Token + " " + Token);
        Put("json", $"{{\"token\":\"{Token}\"}}");
        File.WriteAllText(Of("utf16"), Token, Encoding.Unicode);
        Put("large", Token + new string('A', 8192));
        Directory.CreateDirectory(Of("directory"));
        File.CreateSymbolicLink(Of("link"), Of("source"));
        Command.Output("mkfifo", Of("fifo"));
        Directory.CreateDirectory(Of("readonly"));
        _readOnly = new Mount(Of("readonly"), "-t", "tmpfs", "-o", "ro", "tmpfs");
        _file = new Mount(Of("mounted"), "--bind", Of("source"));
    }

    public string Data { get; }

    public string Token { get; } = SignedToken.New();

    public void Dispose()
    {
        _file.Dispose();
        _readOnly.Dispose();
    }

    private string Of(string name) => Path.Combine(Data, name);

    private void Put(string name, string content)
    {
        File.WriteAllText(Of(name), content);
        File.SetUnixFileMode(Of(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
