using System;
using System.Collections.Generic;
using System.Globalization;

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

    /// <summary>The sessions, with the rules by which the daemon issues, renews and refuses.</summary>
    internal sealed class Sessions
    {
        private readonly Daemon _daemon;
        private readonly object _gate = new object();
        private readonly Dictionary<string, Session> _sessions = new Dictionary<string, Session>();
        private readonly TokenSigner _signer = new TokenSigner();

        public Sessions(Daemon daemon)
        {
            _daemon = daemon;
        }

        private long Now
        {
            get { return (DateTimeOffset.UtcNow + _daemon.ClockOffset).ToUnixTimeSeconds(); }
        }

        public string Issue(string walletId, long age, long? lifetime)
        {
            lock (_gate)
            {
                var session = new Session(Guid.NewGuid().ToString(), walletId);
                long issued = Now - age;
                session.Token = _signer.Sign(session.Id, issued, issued + lifetime);
                _sessions.Add(session.Id, session);
                return session.Token;
            }
        }

        public Answer Create(string walletId, long lifetime)
        {
            string token = Issue(walletId, 0, lifetime);
            string payload = _signer.Verify(token);
            return Answer.Json(201, string.Format(
                CultureInfo.InvariantCulture,
                "{{\"id\":\"{0}\",\"token\":\"{1}\",\"expiresAt\":{2},\"walletId\":\"{3}\"}}",
                TokenSigner.Claim(payload, "sub"),
                token,
                TokenSigner.Claim(payload, "exp"),
                walletId));
        }

        public Answer Renew(string id, string token, string received)
        {
            lock (_gate)
            {
                Answer refusal = Refusal(token, received);
                if (refusal != null)
                    return refusal;

                string payload = _signer.Verify(token);
                Session session = _sessions[TokenSigner.Claim(payload, "sub")];
                long issued = TokenSigner.Number(payload, "iat").Value;
                long? lifetime = TokenSigner.Number(payload, "exp") - issued;
                if (session.Id != id)
                    return Answer.Error(404, "SESSION_NOT_FOUND", received);
                if (session.Token != token)
                    return Answer.Error(403, "SESSION_RENEWAL_MISMATCH", received);
                if (session.Renewals >= _daemon.MaximumRenewals)
                    return Answer.Error(403, "RENEWAL_LIMIT_REACHED", received);
                if (Now - issued < lifetime / 2)
                    return Answer.Error(403, "RENEWAL_TOO_EARLY", received);

                session.Renewals++;
                session.Token = _signer.Sign(session.Id, Now, Now + lifetime);
                return Answer.Json(200, string.Format(
                    CultureInfo.InvariantCulture,
                    "{{\"id\":\"{0}\",\"token\":\"{1}\",\"expiresAt\":{2},\"renewalCount\":{3}}}",
                    session.Id,
                    session.Token,
                    TokenSigner.Claim(_signer.Verify(session.Token), "exp") ?? "null",
                    session.Renewals));
            }
        }

        public Answer Revoke(string id, string received)
        {
            lock (_gate)
            {
                Session session;
                if (!_sessions.TryGetValue(id, out session))
                    return Answer.Error(404, "SESSION_NOT_FOUND", received);
                session.Revoked = true;
                return Answer.Json(200, "{\"id\":\"" + id + "\",\"status\":\"REVOKED\"}");
            }
        }

        /// <summary>Why a token is not accepted, or null.</summary>
        public Answer Refusal(string token, string received)
        {
            lock (_gate)
            {
                string payload = _signer.Verify(token);
                if (payload == null)
                    return Answer.Error(401, "INVALID_TOKEN", received);
                long? expires = TokenSigner.Number(payload, "exp");
                if (expires <= Now)
                    return Answer.Error(401, "TOKEN_EXPIRED", received);
                return _sessions[TokenSigner.Claim(payload, "sub")].Revoked ? Answer.Error(401, "SESSION_REVOKED", received) : null;
            }
        }

        public Session Of(string token)
        {
            lock (_gate)
            {
                string payload = _signer.Verify(token);
                return payload == null ? null : _sessions[TokenSigner.Claim(payload, "sub")];
            }
        }
    }
}
