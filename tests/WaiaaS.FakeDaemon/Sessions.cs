using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace WaiaaS.FakeDaemon
{
    /// <summary>A wallet. Two may have the same name.</summary>
    internal sealed class Wallet
    {
        public string Id { get; set; }

        public string Name { get; set; }

        public bool IsTerminated { get; set; }
    }

    /// <summary>A session: for which wallets, and which token was issued last. Only that one can be renewed.</summary>
    internal sealed class Session
    {
        public readonly string Id = Guid.NewGuid().ToString();

        public IList<Wallet> Wallets { get; set; }

        public string Token { get; set; }

        /// <summary>Seconds since 1970; 0 for never.</summary>
        public long ExpiresAt { get; set; }

        public long CreatedAt { get; set; }

        /// <summary>Seconds since 1970; 0 for none.</summary>
        public long AbsoluteEnd { get; set; }

        public int Renewals { get; set; }

        /// <summary>0 for no limit.</summary>
        public int MaximumRenewals { get; set; }

        public int TokensIssued { get; set; }

        public bool IsRevoked { get; set; }
    }

    /// <summary>The sessions, with the rules by which the daemon issues, renews and refuses. Whoever calls holds the daemon's gate.</summary>
    internal sealed class Sessions
    {
        /// <summary>How long tokens of the old key are accepted after a rotation.</summary>
        public const long OldKeySeconds = 300;

        private readonly Daemon _daemon;
        private readonly Dictionary<string, IssuedToken> _issued = new Dictionary<string, IssuedToken>();
        private byte[] _key = Guid.NewGuid().ToByteArray();
        private int _keyNumber;
        private long _rotatedAt;

        public Sessions(Daemon daemon)
        {
            _daemon = daemon;
            All = new List<Session>();
        }

        public IList<Session> All { get; private set; }

        public long Now
        {
            get { return (DateTimeOffset.UtcNow + _daemon.ClockOffset).ToUnixTimeSeconds(); }
        }

        public bool IsActive(Session session)
        {
            return !session.IsRevoked && (session.ExpiresAt == 0 || session.ExpiresAt > Now);
        }

        /// <summary>A new session, whose token was issued some seconds ago.</summary>
        public Session Create(IList<Wallet> wallets, long age, long? lifetime, long? absoluteLifetime, int maximumRenewals)
        {
            long at = Now - age;
            var session = new Session { Wallets = wallets, CreatedAt = at, MaximumRenewals = maximumRenewals };
            session.AbsoluteEnd = absoluteLifetime > 0 ? at + absoluteLifetime.Value : 0;
            All.Add(session);
            Issue(session, at, lifetime == null ? 0 : at + lifetime.Value);
            return session;
        }

        /// <summary>Gives a session another token, with what is left of its time. The one from before can no longer be renewed.</summary>
        public void Rotate(Session session)
        {
            Issue(session, Now, session.ExpiresAt);
        }

        /// <summary>Another token beside that of the session, with what is left of its time. It can never be renewed.</summary>
        public string Reissue(Session session)
        {
            session.TokensIssued++;
            return Sign(session, Now, session.ExpiresAt);
        }

        /// <summary>Why a token is not accepted, or null.</summary>
        public Answer Refusal(string token)
        {
            IssuedToken issued;
            const string Hint = "Create a new session via POST /v1/sessions with masterAuth credentials.";
            if (!_issued.TryGetValue(token, out issued) || issued.KeyNumber < _keyNumber - 1
                || (issued.KeyNumber < _keyNumber && Now >= _rotatedAt + OldKeySeconds))
            {
                return Answer.Error(401, "INVALID_TOKEN", "Invalid authentication token", Hint);
            }

            if (issued.ExpiresAt != 0 && issued.ExpiresAt <= Now)
                return Answer.Error(401, "TOKEN_EXPIRED", "Authentication token has expired", "Renew the session via PUT /v1/sessions/{id}/renew, or create a new session.");
            return issued.Session.IsRevoked ? Answer.Error(401, "SESSION_REVOKED", "Session has been revoked", Hint) : null;
        }

        public Answer Renew(string id, string token)
        {
            Answer refusal = Refusal(token);
            if (refusal != null)
                return refusal;
            Guid parsed;
            if (!Guid.TryParseExact(id, "D", out parsed))
                return Answer.Invalid("id", "Invalid UUID");

            IssuedToken issued = _issued[token];
            Session session = issued.Session;
            if (session.Id != id)
                return Answer.Error(404, "SESSION_NOT_FOUND", "Cannot renew a different session", "The session may have been revoked. Create a new session via POST /v1/sessions.");
            if (session.ExpiresAt == 0)
                return Answer.Error(400, "RENEWAL_NOT_REQUIRED", "Unlimited session does not require renewal");
            if (session.Token != token)
                return Answer.Error(403, "SESSION_RENEWAL_MISMATCH", "Session renewal count mismatch");
            if (session.MaximumRenewals > 0 && session.Renewals >= session.MaximumRenewals)
                return Answer.Error(403, "RENEWAL_LIMIT_REACHED", "Session renewal limit reached", "Maximum renewals reached. Create a new session via POST /v1/sessions.");
            if (session.AbsoluteEnd > 0 && Now >= session.AbsoluteEnd)
                return Answer.Error(403, "SESSION_ABSOLUTE_LIFETIME_EXCEEDED", "Session absolute lifetime exceeded", "Absolute session lifetime exceeded. Create a new session via POST /v1/sessions.");
            long lifetime = issued.ExpiresAt - issued.At;
            if ((Now - issued.At) * 2 < lifetime)
                return Answer.Error(403, "RENEWAL_TOO_EARLY", "Session renewal attempted too early", "Wait until 50% of session TTL has elapsed before renewing.", retryable: true);

            session.Renewals++;
            Issue(session, Now, session.AbsoluteEnd > 0 ? Math.Min(Now + lifetime, session.AbsoluteEnd) : Now + lifetime);
            return new Answer(200, Json.Object("id", session.Id, "token", session.Token, "expiresAt", session.ExpiresAt, "renewalCount", session.Renewals));
        }

        /// <summary>The session of a token, or null where it is not ours.</summary>
        public Session Of(string token)
        {
            IssuedToken issued;
            return _issued.TryGetValue(token, out issued) ? issued.Session : null;
        }

        public Session Find(string id)
        {
            return All.FirstOrDefault(session => session.Id == id);
        }

        public void RotateKey()
        {
            _key = Guid.NewGuid().ToByteArray();
            _keyNumber++;
            _rotatedAt = Now;
        }

        // HS256 over a random key.
        private void Issue(Session session, long at, long expiresAt)
        {
            session.Token = Sign(session, at, expiresAt);
            session.ExpiresAt = expiresAt;
            session.TokensIssued++;
        }

        private string Sign(Session session, long at, long expiresAt)
        {
            object payload = expiresAt == 0
                ? Json.Object("sub", session.Id, "iat", at)
                : Json.Object("sub", session.Id, "iat", at, "exp", expiresAt);
            string signed = Base64Url(Encoding.ASCII.GetBytes("{\"alg\":\"HS256\"}")) + "." + Base64Url(Encoding.ASCII.GetBytes(Json.Write(payload)));
            string token;
            using (var signer = new HMACSHA256(_key))
                token = "wai_sess_" + signed + "." + Base64Url(signer.ComputeHash(Encoding.ASCII.GetBytes(signed)));
            _issued[token] = new IssuedToken { Session = session, At = at, ExpiresAt = expiresAt, KeyNumber = _keyNumber };
            return token;
        }

        private static string Base64Url(byte[] bytes)
        {
            return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }

        private sealed class IssuedToken
        {
            public Session Session { get; set; }

            public long At { get; set; }

            public long ExpiresAt { get; set; }

            public int KeyNumber { get; set; }
        }
    }
}
