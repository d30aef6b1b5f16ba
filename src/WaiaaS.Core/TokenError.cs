using System;

namespace WaiaaS;

/// <summary>
/// An operation on a token file failed. The message says what failed, what changed, if anything, and what to do; neither
/// it nor anything else here ever holds the token, a part of it or its length.
/// </summary>
public sealed class TokenException : Exception
{
    internal TokenException(TokenError error, string? path, string message, Remedy remedy = Remedy.None)
        : base(message)
    {
        Error = error;
        Path = path;
        Remedy = remedy;
    }

    /// <summary>What went wrong; its name is the error id.</summary>
    public TokenError Error { get; }

    /// <summary>The token file's absolute path, or null where no path was found yet.</summary>
    public string? Path { get; }

    /// <summary>What the user can do, where the words for that are the cmdlets'.</summary>
    internal Remedy Remedy { get; }

    /// <summary>The same error with one more sentence.</summary>
    internal TokenException With(string sentence) => new(Error, Path, Message + " " + sentence, Remedy);

    /// <summary>The same error of a token whose path was found meanwhile.</summary>
    internal TokenException At(string path) => Path is null ? new(Error, path, Message, Remedy) : this;
}

/// <summary>What went wrong with a token. The names are the error ids that users see and scripts match.</summary>
public enum TokenError
{
    /// <summary>There is no token file.</summary>
    TokenNotFound,

    /// <summary>A symbolic link, or on Windows another name surrogate such as a junction, is in the token file's place.</summary>
    TokenPathIsSymbolicLink,

    /// <summary>A directory, FIFO, socket or device is in the token file's place.</summary>
    TokenNotRegularFile,

    /// <summary>The file belongs to another user, who could have put it there.</summary>
    TokenOwnerMismatch,

    /// <summary>What was read is not a token.</summary>
    TokenMalformed,

    /// <summary>What was to be written is not a token.</summary>
    TokenInputInvalid,

    /// <summary>More than 8,192 bytes.</summary>
    TokenTooLarge,

    /// <summary>The operating system does not allow it.</summary>
    TokenAccessDenied,

    /// <summary>Another process held the file for longer than the retries lasted.</summary>
    TokenBusy,

    /// <summary>The token file itself is a mount point.</summary>
    TokenFileIsMountPoint,

    /// <summary>Writing or removing failed for another reason.</summary>
    TokenWriteFailed,

    /// <summary>The new token is in place, but it may not survive a power cut.</summary>
    TokenDurabilityUnknown,

    /// <summary>Reading failed for another reason.</summary>
    TokenReadFailed,

    /// <summary>The wallet id is not one safe file name.</summary>
    WalletIdInvalid,

    /// <summary>The path is not one of a file in a file system.</summary>
    PathNotFileSystem,

    /// <summary>No data directory was given, and no home directory is known.</summary>
    HomeDirectoryNotFound,

    /// <summary>The piped value cannot select a token, or a parameter already selects one.</summary>
    InputNotUsable,

    /// <summary>There are more arguments than parameters for them.</summary>
    SurplusArgument,

    /// <summary>There is no parameter of that name.</summary>
    ParameterNotFound,

    /// <summary>The daemon's address is none, or one to which a token may not be sent.</summary>
    DaemonAddressNotAllowed,

    /// <summary>The daemon gave no answer, or not in time, or TLS failed.</summary>
    DaemonUnreachable,

    /// <summary>The daemon asks to try again later.</summary>
    DaemonBusy,

    /// <summary>The daemon's kill switch is on, or it does not accept the host name that it was called by.</summary>
    DaemonLocked,

    /// <summary>The server is not a WAIaaS daemon, or its response is not valid.</summary>
    DaemonAnswerInvalid,

    /// <summary>The daemon refused a request as wrong.</summary>
    DaemonRefusedRequest,

    /// <summary>No master password was given, or it cannot be read.</summary>
    MasterPasswordNotFound,

    /// <summary>The daemon does not accept the master password, or it cannot be sent.</summary>
    MasterPasswordRefused,

    /// <summary>The daemon has no such wallet, or has terminated it, or a name means several.</summary>
    WalletNotFound,

    /// <summary>A wallet has as many active sessions as it may have.</summary>
    SessionLimitReached,

    /// <summary>Less than half of the token's lifetime has passed.</summary>
    RenewalTooEarly,

    /// <summary>The session was revoked, has expired or cannot be renewed any more: a new one is needed.</summary>
    SessionEnded,
}
