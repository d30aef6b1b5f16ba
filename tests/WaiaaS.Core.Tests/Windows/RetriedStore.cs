using WaiaaS.Windows;

namespace WaiaaS.Tests.Windows;

/// <summary>Reads and writes on Windows, with retries that a test sees.</summary>
internal sealed class RetriedStore : ITokenLogger
{
    private readonly RetryPolicy _policy;

    /// <param name="retries">How often.</param>
    /// <param name="wait">Called with the number of each retry; null for the real waits.</param>
    public RetriedStore(int retries, Action<int>? wait = null) => _policy = wait is null
        ? new RetryPolicy(retries, this)
        : new RetryPolicy(retries, this, () => RetryPolicy.LongestDelay, _ => wait(Verbose.Count));

    /// <summary>A message for each retry.</summary>
    public List<string> Verbose { get; } = [];

    void ITokenLogger.Warning(string message, Remedy remedy, string path)
    {
    }

    void ITokenLogger.Verbose(string message) => Verbose.Add(message);

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
