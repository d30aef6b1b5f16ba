using System;

namespace WaiaaS;

/// <summary>
/// An operation on a token file failed. The message says what failed, what state things are in and what to do; neither
/// it nor anything else here ever holds the token, a part of it or its length.
/// </summary>
public sealed class TokenException : Exception
{
    internal TokenException(TokenError error, string? path, string message)
        : base(message)
    {
        Error = error;
        Path = path;
    }

    /// <summary>What went wrong; its name is the error id.</summary>
    public TokenError Error { get; }

    /// <summary>The token file's absolute path, or null where no path was found yet.</summary>
    public string? Path { get; }
}
