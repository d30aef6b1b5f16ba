namespace WaiaaS.FakeDaemon
{
    /// <summary>What goes wrong with the daemon's answers.</summary>
    public enum Fault
    {
        None,

        /// <summary>500, and not retryable.</summary>
        ServerError,

        /// <summary>503, and retryable.</summary>
        Unavailable,

        /// <summary>429 with Retry-After.</summary>
        TooManyRequests,

        /// <summary>408.</summary>
        RequestTimeout,

        /// <summary>503 SYSTEM_LOCKED to everything.</summary>
        KillSwitch,

        /// <summary>The host name of every request counts as a foreign one.</summary>
        ForeignHost,

        /// <summary>400 with a hint.</summary>
        BadRequest,

        /// <summary>An error whose message and hint repeat what was sent.</summary>
        Echo,

        /// <summary>200 and a page that repeats what was sent.</summary>
        Page,

        /// <summary>502, from something in front of the daemon.</summary>
        BadGateway,

        /// <summary>404 as text: another server.</summary>
        NotFound,

        /// <summary>200 and JSON without a token.</summary>
        NoToken,

        /// <summary>200 and a token that lacks its signature.</summary>
        CutToken,
        Redirect,

        /// <summary>The connection is closed without an answer, before anything is done.</summary>
        Drop,

        /// <summary>The connection is closed without an answer, after all was done.</summary>
        LostAnswer,

        /// <summary>There is no answer for as long as the daemon runs.</summary>
        Silence,

        /// <summary>The answer begins, and stops for as long as the daemon runs.</summary>
        Stall,

        /// <summary>The answer comes byte by byte, and never ends.</summary>
        Slow,

        /// <summary>The connection is closed in the middle of the answer.</summary>
        CutAnswer,

        /// <summary>The answer says that it has a gigabyte.</summary>
        Huge,

        /// <summary>The answer does not say how long it is, and never ends.</summary>
        Endless,
    }
}
