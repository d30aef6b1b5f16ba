using System;
using System.Collections.Generic;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>The core as a cmdlet calls it, with everything that it says kept.</summary>
internal sealed class Store : ITokenObserver
{
    private readonly TokenStore _store;

    public Store(CancellationToken cancellation = default) => _store = new TokenStore(this, cancellation);

    public List<string> Warnings { get; } = [];

    public List<string> Verbose { get; } = [];

    void ITokenObserver.Warning(string message) => Warnings.Add(message);

    void ITokenObserver.Verbose(string message) => Verbose.Add(message);

    public void Write(string path, string text) => Write(TokenLocation.AtPath(path), text);

    public void Write(TokenLocation location, string text)
    {
        using Token token = _store.Check(location, SampleToken.Secure(text));
        _store.Write(location, token, RetryPolicy.DefaultRetries);
    }

    public string Read(string path)
    {
        using Token token = _store.Read(TokenLocation.AtPath(path));
        return token.ToPlainText();
    }

    /// <summary>The error that an action ends with; a test fails where it ends well.</summary>
    public static TokenException Failure(Action action)
    {
        try
        {
            action();
        }
        catch (TokenException failure)
        {
            return failure;
        }

        throw new InvalidOperationException("It did not fail.");
    }
}
