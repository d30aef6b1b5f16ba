using WaiaaS.Windows;

namespace WaiaaS.Tests.Windows;

/// <summary>Reads and writes on Windows whose retries a test sees and times.</summary>
internal sealed class Writing : ITokenLogger
{
    private readonly RetryPolicy _policy;

    /// <summary>With waits that are the test's.</summary>
    public Writing(int retries, Action<int> wait)
    {
        int number = 0;
        _policy = new RetryPolicy(retries, this, () => RetryPolicy.LongestDelay, delay =>
        {
            Waits.Add(delay);
            wait(++number);
        });
    }

    /// <summary>With real waits.</summary>
    public Writing(int retries, CancellationToken cancellation = default)
        => _policy = new RetryPolicy(retries, this, cancellation);

    public List<int> Waits { get; } = [];

    public List<string> Verbose { get; } = [];

    /// <summary>Called with every message.</summary>
    public Action<string> OnVerbose { get; set; } = _ => { };

    void ITokenLogger.Warning(string message, Remedy remedy, string path)
    {
    }

    void ITokenLogger.Verbose(string message)
    {
        Verbose.Add(message);
        OnVerbose(message);
    }

    public void Write(string path, string text)
    {
        using Token token = Token.FromSecureString(SampleToken.Secure(text), out _)!;
        new TokenWriter(new WindowsFileSystem(), this, _policy).Write(TokenLocation.AtPath(path), token);
    }

    public string Read(string path)
    {
        using var reader = new TokenReader(new WindowsFileSystem(), this, _policy);
        using Token token = reader.Read(TokenLocation.AtPath(path));
        return token.ToPlainText();
    }
}
