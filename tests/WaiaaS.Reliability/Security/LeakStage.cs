using System.Text;

namespace WaiaaS.Reliability.Security;

/// <summary>A data directory with everything in it that an error can come from.</summary>
internal sealed class LeakStage : IDisposable
{
    private readonly Scratch _scratch;
    private Mount? _readOnly;
    private Mount? _file;

    public LeakStage(Scratch scratch) => _scratch = scratch;

    public string Data { get; private set; } = string.Empty;

    /// <summary>Makes everything anew, with another token.</summary>
    public string Reset()
    {
        Dispose();
        Data = _scratch.NewDirectory();
        string token = SignedToken.New();
        foreach (string name in new[] { "mcp-token", "source", "somebodys", "mounted" })
            Put(name, token);
        Command.Output("chown", Arena.Third.ToString(CultureInfo.InvariantCulture), Of("somebodys"));
        Put("cut", token[..^50]);
        Put("twice", token + " " + token);
        Put("json", $"{{\"token\":\"{token}\"}}");
        File.WriteAllText(Of("utf16"), token, Encoding.Unicode);
        Put("large", token + new string('A', 8192));
        Directory.CreateDirectory(Of("directory"));
        File.CreateSymbolicLink(Of("link"), Of("source"));
        Command.Output("mkfifo", Of("fifo"));
        Directory.CreateDirectory(Of("readonly"));
        _readOnly = new Mount(Of("readonly"), "-t", "tmpfs", "-o", "ro", "tmpfs");
        _file = new Mount(Of("mounted"), "--bind", Of("source"));
        return token;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _readOnly?.Dispose();
        _file = _readOnly = null;
    }

    private string Of(string name) => Path.Combine(Data, name);

    private void Put(string name, string content)
    {
        File.WriteAllText(Of(name), content);
        File.SetUnixFileMode(Of(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
