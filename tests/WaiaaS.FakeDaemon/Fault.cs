namespace WaiaaS.FakeDaemon
{
    /// <summary>What goes wrong with the daemon's answers.</summary>
    public enum Fault
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>500, with a body that repeats what was sent.</summary>
        ServerError,

        /// <summary>503, as while it starts.</summary>
        Unavailable,

        /// <summary>429.</summary>
        TooManyRequests,

        /// <summary>200 and a page of HTML that repeats what was sent.</summary>
        Page,

        /// <summary>200 and JSON without a token.</summary>
        NoToken,

        /// <summary>200 and a token that lacks its signature.</summary>
        CutToken,

        /// <summary>307 to <see cref="Daemon.RedirectTarget"/>.</summary>
        Redirect,

        /// <summary>The connection is closed without an answer, before anything is done.</summary>
        Drop,

        /// <summary>The connection is closed without an answer, after all was done.</summary>
        LostAnswer,

        /// <summary>There is no answer for as long as the daemon runs.</summary>
        Silence,

        /// <summary>The answer begins, and stops for as long as the daemon runs.</summary>
        Stall,
    }
}
