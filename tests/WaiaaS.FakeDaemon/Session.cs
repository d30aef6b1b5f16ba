namespace WaiaaS.FakeDaemon
{
    /// <summary>A session: whose it is, and which token was issued last.</summary>
    internal sealed class Session
    {
        public Session(string id, string walletId)
        {
            Id = id;
            WalletId = walletId;
        }

        public string Id { get; private set; }

        public string WalletId { get; private set; }

        /// <summary>The token that can be renewed. Those before it cannot.</summary>
        public string Token { get; set; }

        public int Renewals { get; set; }

        public bool Revoked { get; set; }
    }
}
