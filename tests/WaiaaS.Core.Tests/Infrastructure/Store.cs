namespace WaiaaS.Tests.Infrastructure;

/// <summary>The core as a cmdlet calls it, with everything that it says kept.</summary>
internal sealed class Store : ITokenLogger
{
    private readonly TokenStore _store;

    public Store(CancellationToken cancellation = default) => _store = new TokenStore(this, cancellation);

    public List<string> Warnings { get; } = [];

    public List<string> Verbose { get; } = [];

    void ITokenLogger.Warning(string message, Remedy remedy, string path) => Warnings.Add(message);

    /// <summary>What happens when the core tells something, such as before a wait.</summary>
    public Action OnVerbose { get; init; } = () => { };

    void ITokenLogger.Verbose(string message)
    {
        Verbose.Add(message);
        OnVerbose();
    }

    public TokenInfo Write(string path, string text) => Write(TokenLocation.AtPath(path), text);

    public TokenInfo Write(TokenLocation location, string text)
    {
        using Token token = Token.Parse(SampleToken.Secure(text), location.FullPath);
        return TokenStore.Describe(location, token, _store.Write(location, token, RetryPolicy.DefaultRetries));
    }

    public void EnsureWritable(string path) => _store.EnsureWritable(TokenLocation.AtPath(path));

    public string Read(string path)
    {
        using Token token = _store.Read(TokenLocation.AtPath(path));
        return token.ToPlainText();
    }

    /// <summary>The error that an action ends with; a test fails where it ends well.</summary>
    public static TokenException ErrorOf(Action action)
    {
        try
        {
            action();
        }
        catch (TokenException error)
        {
            return error;
        }

        throw new InvalidOperationException("It did not fail.");
    }
}
