namespace WaiaaS.FakeDaemon
{
    /// <summary>What goes wrong with the daemon's answers.</summary>
    public enum Fault
    {
        None,
        ServerError,
        Unavailable,
        TooManyRequests,
        Page,

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
    }
}
