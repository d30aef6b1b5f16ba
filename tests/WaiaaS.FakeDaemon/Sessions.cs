using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace WaiaaS.FakeDaemon
{
    /// <summary>A session: whose it is, and which token was issued last. Only that one can be renewed.</summary>
    internal sealed class Session
    {
        public readonly string Id = Guid.NewGuid().ToString();

        public string WalletId { get; set; }

        public string Token { get; set; }

        public int Renewals { get; set; }

        public bool Revoked { get; set; }
    }

    /// <summary>The sessions, with the rules by which the daemon issues, renews and refuses.</summary>
    internal sealed class Sessions
    {
        private readonly Daemon _daemon;
        private readonly object _gate = new object();
        private readonly Dictionary<string, IssuedToken> _issued = new Dictionary<string, IssuedToken>();
        private readonly byte[] _key = Guid.NewGuid().ToByteArray();

        public Sessions(Daemon daemon)
        {
            _daemon = daemon;
        }

        private long Now
        {
            get { return (DateTimeOffset.UtcNow + _daemon.ClockOffset).ToUnixTimeSeconds(); }
        }

        /// <summary>A token of a new session.</summary>
        public string Issue(string walletId, long age, long? lifetime)
        {
            lock (_gate)
                return Issue(new Session { WalletId = walletId }, Now - age, lifetime);
        }

        public Answer Create(string walletId, long lifetime)
        {
            lock (_gate)
                return AnswerWith(201, Issue(walletId, 0, lifetime));
        }

        public Answer Renew(string id, string token)
        {
            lock (_gate)
            {
                Answer refusal = Refusal(token);
                if (refusal != null)
                    return refusal;

                IssuedToken issued = _issued[token];
                Session session = issued.Session;
                if (session.Id != id)
                    return Answer.Error(404, "SESSION_NOT_FOUND");
                if (session.Token != token)
                    return Answer.Error(403, "SESSION_RENEWAL_MISMATCH");
                if (session.Renewals >= _daemon.MaximumRenewals)
                    return Answer.Error(403, "RENEWAL_LIMIT_REACHED");
                if (Now - issued.At < issued.Lifetime / 2)
                    return Answer.Error(403, "RENEWAL_TOO_EARLY");

                session.Renewals++;
                return AnswerWith(200, Issue(session, Now, issued.Lifetime));
            }
        }

        public Answer Revoke(string id)
        {
            lock (_gate)
            {
                IssuedToken issued = _issued.Values.FirstOrDefault(one => one.Session.Id == id);
                if (issued == null)
                    return Answer.Error(404, "SESSION_NOT_FOUND");
                issued.Session.Revoked = true;
                return new Answer(200, "{'id':'" + id + "','status':'REVOKED'}");
            }
        }

        /// <summary>Why a token is not accepted, or null.</summary>
        public Answer Refusal(string token)
        {
            lock (_gate)
            {
                IssuedToken issued;
                if (!_issued.TryGetValue(token, out issued))
                    return Answer.Error(401, "INVALID_TOKEN");
                if (issued.At + issued.Lifetime <= Now)
                    return Answer.Error(401, "TOKEN_EXPIRED");
                return issued.Session.Revoked ? Answer.Error(401, "SESSION_REVOKED") : null;
            }
        }

        /// <summary>The session of a token, or null where it is not ours.</summary>
        public Session Of(string token)
        {
            lock (_gate)
            {
                IssuedToken issued;
                return _issued.TryGetValue(token, out issued) ? issued.Session : null;
            }
        }

        // HS256 over a random key. The number makes two tokens of the same second differ.
        private string Issue(Session session, long at, long? lifetime)
        {
            string expiry = lifetime == null ? string.Empty : ",'exp':" + (at + lifetime);
            string payload = "{'sub':'" + session.Id + "','iat':" + at + expiry + ",'nonce':'" + Guid.NewGuid() + "'}";
            string signed = Base64Url(Encoding.ASCII.GetBytes("{\"alg\":\"HS256\"}")) + "." + Base64Url(Encoding.ASCII.GetBytes(payload.Replace('\'', '"')));
            using (var signer = new HMACSHA256(_key))
                session.Token = "wai_sess_" + signed + "." + Base64Url(signer.ComputeHash(Encoding.ASCII.GetBytes(signed)));
            _issued[session.Token] = new IssuedToken { Session = session, At = at, Lifetime = lifetime };
            return session.Token;
        }

        private Answer AnswerWith(int status, string token)
        {
            IssuedToken issued = _issued[token];
            string expiry = issued.Lifetime == null ? "null" : string.Empty + (issued.At + issued.Lifetime);
            return new Answer(status, "{'id':'" + issued.Session.Id + "','token':'" + token + "','expiresAt':" + expiry
                + ",'walletId':'" + issued.Session.WalletId + "','renewalCount':" + issued.Session.Renewals + "}");
        }

        private static string Base64Url(byte[] bytes)
        {
            return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }

        private sealed class IssuedToken
        {
            public Session Session { get; set; }

            public long At { get; set; }

            public long? Lifetime { get; set; }
        }
    }
}
