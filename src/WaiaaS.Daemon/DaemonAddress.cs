using System;

namespace WaiaaS.Daemon;

/// <summary>Where the daemon is, and whether a token may be sent there: over https, or to this computer.</summary>
internal sealed class DaemonAddress
{
    /// <summary>The environment variable that every part of WAIaaS looks at.</summary>
    public const string Variable = "WAIAAS_BASE_URL";

    /// <summary>Where the daemon listens by default.</summary>
    public const string Default = "http://127.0.0.1:3100";

    private readonly string _base;

    private DaemonAddress(Uri uri)
    {
        IsLoopback = uri.IsLoopback;
        _base = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <summary>Whether it is this computer, so that no proxy is used.</summary>
    public bool IsLoopback { get; }

    /// <summary>The address that was given, else the environment's, else <see cref="Default"/>.</summary>
    /// <param name="given">What the caller says; null when nothing.</param>
    /// <exception cref="TokenException"><see cref="TokenError.DaemonAddressNotAllowed"/>; nothing was sent.</exception>
    public static DaemonAddress Find(string? given)
    {
        string? variable = Environment.GetEnvironmentVariable(Variable);
        string text = given ?? (string.IsNullOrEmpty(variable) ? Default : variable!);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            throw NotAllowed(Messages.AddressIsNone);

        // Not shown: a user name or a query may be a secret, and a server's log would keep it.
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw NotAllowed(Messages.AddressHasMore);
        var address = new DaemonAddress(uri);
        return uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback ? address : throw NotAllowed(Messages.AddressIsPlain(address));
    }

    /// <summary>The address of a request.</summary>
    /// <param name="path">Its path, with a slash in front.</param>
    public Uri For(string path) => new(_base + path);

    /// <summary>The address as it is shown.</summary>
    public override string ToString() => _base;

    private static TokenException NotAllowed(string message) => new(TokenError.DaemonAddressNotAllowed, null, message, Remedy.NameDaemon);
}
