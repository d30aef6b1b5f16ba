using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace WaiaaS.FakeDaemon
{
    /// <summary>What is answered to which request.</summary>
    internal sealed class Api
    {
        private const int MaximumSessions = 5;

        private readonly Daemon _daemon;
        private readonly Sessions _sessions;
        private readonly IList<Wallet> _wallets;

        public Api(Daemon daemon, Sessions sessions, IList<Wallet> wallets)
        {
            _daemon = daemon;
            _sessions = sessions;
            _wallets = wallets;
        }

        public Answer AnswerTo(Request request)
        {
            Answer answer = Failure(request) ?? Locked(request) ?? Route(request);
            answer.Body = answer.Body.Replace(Answer.Received, request["Authorization"] + request["X-Master-Password"]);
            return answer;
        }

        private Answer Failure(Request request)
        {
            if (_daemon.FailRevocations && request.Method == "DELETE")
                return Answer.Error(500, "INTERNAL_ERROR", "Internal server error");
            switch (_daemon.Fault)
            {
                case Fault.ServerError:
                    return Answer.Error(500, "INTERNAL_ERROR", "Internal server error");
                case Fault.Unavailable:
                    return Answer.Error(503, "ADAPTER_NOT_AVAILABLE", "JWT signing not available", retryable: true);
                case Fault.TooManyRequests:
                    Answer limited = Answer.Error(429, "RATE_LIMITED", "Rate limit exceeded", retryable: true);
                    limited.Headers.Add("Retry-After: 7");
                    return limited;
                case Fault.RequestTimeout:
                    return Answer.Error(408, "REQUEST_TIMEOUT", "Timed out", retryable: true);
                case Fault.BadRequest:
                    return Answer.Error(400, "ACTION_VALIDATION_FAILED", "Validation error", "Check the request against the API.");
                case Fault.Echo:
                    return Answer.Error(400, "ACTION_VALIDATION_FAILED", "Got " + Answer.Received, "Got " + Answer.Received);
                case Fault.Page:
                    return new Answer(200, "text/html", "<!DOCTYPE html><html><body>You sent: " + Answer.Received + "</body></html>");
                case Fault.BadGateway:
                    return new Answer(502, "text/html", "<html><body>502 Bad Gateway</body></html>");
                case Fault.NotFound:
                    return Unknown();
                case Fault.NoToken:
                    return new Answer(200, Json.Object("id", Guid.NewGuid().ToString(), "received", Answer.Received));
                case Fault.CutToken:
                    string whole = _sessions.Create(_wallets, 0, 3600, null, 0).Token;
                    return new Answer(200, Json.Object("id", Guid.NewGuid().ToString(), "token", whole.Substring(0, whole.LastIndexOf('.') + 1)));
                case Fault.Redirect:
                    var redirect = new Answer(307, "text/plain", string.Empty);
                    redirect.Headers.Add("Location: " + new Uri(_daemon.RedirectTarget, request.Target));
                    return redirect;
                default:
                    return null;
            }
        }

        private Answer Locked(Request request)
        {
            string host = Regex.Replace(request["Host"], ":[0-9]+$", string.Empty);
            bool isLocal = new[] { "localhost", "127.0.0.1", "[::1]" }.Contains(host) && _daemon.Fault != Fault.ForeignHost;
            if (!isLocal)
                return Answer.Error(503, "SYSTEM_LOCKED", "Only localhost access allowed");
            return _daemon.Fault == Fault.KillSwitch ? Answer.Error(503, "SYSTEM_LOCKED", "System is locked") : null;
        }

        private Answer Route(Request request)
        {
            string[] parts = request.Path.Trim('/').Split('/');
            string route = request.Method + " " + Regex.Replace(request.Path, "(?<=^/v1/(admin/)?(sessions|wallets)/)[^/]+", "{id}");
            string id = parts.Length > 2 ? (parts[1] == "admin" && parts.Length > 3 ? parts[3] : parts[2]) : string.Empty;
            switch (route)
            {
                case "PUT /v1/sessions/{id}/renew":
                    return _sessions.Renew(id, TokenOf(request));
                case "GET /v1/connect-info":
                    return _sessions.Refusal(TokenOf(request)) ?? ConnectInfo(_sessions.Of(TokenOf(request)));
                case "GET /v1/wallet/address":
                    return _sessions.Refusal(TokenOf(request)) ?? Address(_sessions.Of(TokenOf(request)), request.Query("walletId"));
                case "POST /v1/sessions":
                case "GET /v1/sessions":
                case "DELETE /v1/sessions/{id}":
                case "POST /v1/sessions/{id}/rotate":
                case "POST /v1/admin/sessions/{id}/reissue":
                case "GET /v1/wallets":
                case "POST /v1/wallets":
                case "DELETE /v1/wallets/{id}":
                case "POST /v1/mcp/tokens":
                case "POST /v1/admin/rotate-secret":
                    return PasswordRefusal(request) ?? AsMaster(route, id, request);
                default:
                    return Unknown();
            }
        }

        private Answer AsMaster(string route, string id, Request request)
        {
            var body = Json.Read(request.Body) as Dictionary<string, object> ?? new Dictionary<string, object>();
            switch (route)
            {
                case "POST /v1/sessions":
                    return Create(body);
                case "GET /v1/sessions":
                    return List(request.Query("walletId"));
                case "DELETE /v1/sessions/{id}":
                    return OfSession(id, Revoke);
                case "POST /v1/sessions/{id}/rotate":
                    return OfSession(id, Rotate);
                case "POST /v1/admin/sessions/{id}/reissue":
                    return OfSession(id, Reissue);
                case "GET /v1/wallets":
                    return new Answer(200, Json.Object("items", _wallets.Select(Describe).ToList()));
                case "POST /v1/wallets":
                    return CreateWallet(body);
                case "DELETE /v1/wallets/{id}":
                    return Terminate(id);
                case "POST /v1/mcp/tokens":
                    return WriteMcpToken(body);
                default:
                    _sessions.RotateKey();
                    return new Answer(200, Json.Object("rotatedAt", _sessions.Now, "message", "JWT secret rotated. Old tokens valid for 5 minutes."));
            }
        }

        private Answer PasswordRefusal(Request request)
        {
            return request["X-Master-Password"] == _daemon.MasterPassword
                ? null
                : Answer.Error(401, "INVALID_MASTER_PASSWORD", "Invalid master password", "Check the X-Master-Password header value.");
        }

        private Answer Create(Dictionary<string, object> body)
        {
            long? lifetime = Number(body, "ttl");
            if (lifetime < 300)
                return Answer.Invalid("ttl", "Too small: expected number to be >=300");
            if (lifetime > 31536000)
                return Answer.Invalid("ttl", "Too big: expected number to be <=31536000");

            var ids = new List<object>();
            if (body.ContainsKey("walletIds"))
                ids = body["walletIds"] as List<object> ?? ids;
            else if (body.ContainsKey("walletId"))
                ids.Add(body["walletId"]);
            if (ids.Count == 0)
                return Answer.Invalid("walletId", "Either walletId or walletIds must be provided");
            Guid parsed;
            if (ids.Any(id => !Guid.TryParseExact(id as string, "D", out parsed)))
                return Answer.Invalid("walletId", "Invalid UUID");

            var wallets = new List<Wallet>();
            foreach (string id in ids)
            {
                Wallet wallet = _wallets.FirstOrDefault(one => one.Id == id);
                if (wallet == null)
                    return Answer.Error(404, "WALLET_NOT_FOUND", "Wallet not found", "Verify the wallet ID. List wallets via GET /v1/wallets.");
                if (wallet.IsTerminated)
                    return Answer.Error(410, "WALLET_TERMINATED", "Wallet has been terminated");
                wallets.Add(wallet);
            }

            if (wallets.Any(wallet => _sessions.All.Count(session => _sessions.IsActive(session) && session.Wallets.Contains(wallet)) >= MaximumSessions))
                return Answer.Error(403, "SESSION_LIMIT_EXCEEDED", "Maximum session limit exceeded", "Revoke unused sessions via DELETE /v1/sessions/{id} and retry.");
            Session created = _sessions.Create(wallets, 0, lifetime, Number(body, "absoluteLifetime"), (int)(Number(body, "maxRenewals") ?? 0));
            return new Answer(201, Json.Object(
                "id", created.Id,
                "token", created.Token,
                "expiresAt", created.ExpiresAt,
                "walletId", wallets[0].Id,
                "wallets", wallets.Select(wallet => Json.Object("id", wallet.Id, "name", wallet.Name)).ToList()));
        }

        private Answer CreateWallet(Dictionary<string, object> body)
        {
            object name;
            if (!body.TryGetValue("name", out name) || !(name is string))
                return Answer.Invalid("name", "Invalid input: expected string, received undefined");
            var wallet = new Wallet { Id = Guid.NewGuid().ToString(), Name = (string)name };
            _wallets.Add(wallet);
            object wanted;
            List<KeyValuePair<string, object>> answer = Describe(wallet);
            Session session = body.TryGetValue("createSession", out wanted) && false.Equals(wanted) ? null : _sessions.Create(new[] { wallet }, 0, null, null, 0);
            object told = session == null ? null : Json.Object("id", session.Id, "token", session.Token, "expiresAt", session.ExpiresAt);
            answer.Add(new KeyValuePair<string, object>("session", told));
            return new Answer(201, answer);
        }

        private Answer Terminate(string id)
        {
            Wallet wallet = _wallets.FirstOrDefault(one => one.Id == id);
            if (wallet == null)
                return Answer.Error(404, "WALLET_NOT_FOUND", "Wallet not found", "Verify the wallet ID. List wallets via GET /v1/wallets.");
            wallet.IsTerminated = true;
            return new Answer(200, Json.Object("id", id, "status", "TERMINATED"));
        }

        private Answer List(string walletId)
        {
            List<Session> found = _sessions.All
                .Where(session => _sessions.IsActive(session) && (walletId == null || session.Wallets.Any(wallet => wallet.Id == walletId)))
                .ToList();
            object data = found.Select(session => Json.Object(
                "id", session.Id,
                "walletId", session.Wallets[0].Id,
                "wallets", session.Wallets.Select(wallet => Json.Object("id", wallet.Id, "name", wallet.Name)).ToList(),
                "status", "ACTIVE",
                "renewalCount", session.Renewals,
                "maxRenewals", session.MaximumRenewals,
                "expiresAt", session.ExpiresAt,
                "absoluteExpiresAt", session.AbsoluteEnd,
                "createdAt", session.CreatedAt)).ToList();
            return new Answer(200, Json.Object("data", data, "total", found.Count, "limit", 50, "offset", 0));
        }

        private Answer OfSession(string id, Func<Session, Answer> action)
        {
            Guid parsed;
            if (!Guid.TryParseExact(id, "D", out parsed))
                return Answer.Invalid("id", "Invalid UUID");
            Session session = _sessions.Find(id);
            return session == null
                ? Answer.Error(404, "SESSION_NOT_FOUND", "Session not found", "The session may have been revoked. Create a new session via POST /v1/sessions.")
                : action(session);
        }

        private static Answer Revoke(Session session)
        {
            List<KeyValuePair<string, object>> answer = Json.Object("id", session.Id, "status", "REVOKED");
            if (session.IsRevoked)
                answer.Add(new KeyValuePair<string, object>("message", "Session already revoked"));
            session.IsRevoked = true;
            return new Answer(200, answer);
        }

        private Answer Rotate(Session session)
        {
            if (session.IsRevoked)
                return Answer.Error(401, "SESSION_REVOKED", "Session has been revoked", "Create a new session via POST /v1/sessions with masterAuth credentials.");
            _sessions.Rotate(session);
            return new Answer(200, Json.Object("id", session.Id, "token", session.Token, "expiresAt", session.ExpiresAt, "tokenIssuedCount", session.TokensIssued));
        }

        private Answer Reissue(Session session)
        {
            string token = _sessions.Reissue(session);
            return new Answer(200, Json.Object("token", token, "sessionId", session.Id, "tokenIssuedCount", session.TokensIssued, "expiresAt", session.ExpiresAt));
        }

        private Answer WriteMcpToken(Dictionary<string, object> body)
        {
            object id;
            Wallet wallet = body.TryGetValue("walletId", out id) ? _wallets.FirstOrDefault(one => one.Id == (string)id) : null;
            if (wallet == null)
                return Answer.Error(404, "WALLET_NOT_FOUND", "Wallet not found", "Verify the wallet ID. List wallets via GET /v1/wallets.");
            Session session = _sessions.Create(new[] { wallet }, 0, Number(body, "ttl"), null, 0);
            string folder = Path.Combine(_daemon.DataDirectory, "mcp-tokens");
            string path = Path.Combine(folder, wallet.Id);
            Directory.CreateDirectory(folder);
            File.WriteAllText(path + ".tmp", session.Token);
            File.Delete(path);
            File.Move(path + ".tmp", path);
            return new Answer(201, Json.Object(
                "walletId", wallet.Id, "walletName", wallet.Name, "tokenPath", path, "expiresAt", session.ExpiresAt, "claudeDesktopConfig", Json.Object()));
        }

        private static Answer ConnectInfo(Session session)
        {
            return new Answer(200, Json.Object(
                "session", Json.Object("id", session.Id, "expiresAt", session.ExpiresAt, "source", "api"),
                "wallets", session.Wallets.Select(wallet => Json.Object("id", wallet.Id, "name", wallet.Name, "chain", "ethereum")).ToList(),
                "capabilities", new[] { "transfer" },
                "daemon", Json.Object("version", "2.16.0"),
                "prompt", "You are connected to WAIaaS."));
        }

        private static Answer Address(Session session, string walletId)
        {
            if (walletId == null && session.Wallets.Count > 1)
                return Answer.Error(400, "WALLET_ID_REQUIRED", "walletId is required for multi-wallet sessions");
            Wallet wallet = session.Wallets.FirstOrDefault(one => walletId == null || one.Id == walletId);
            return wallet == null
                ? Answer.Error(403, "WALLET_ACCESS_DENIED", "Wallet not accessible from this session")
                : new Answer(200, Json.Object("walletId", wallet.Id, "chain", "ethereum", "address", "0x0000000000000000000000000000000000000000"));
        }

        private static List<KeyValuePair<string, object>> Describe(Wallet wallet)
        {
            return Json.Object(
                "id", wallet.Id, "name", wallet.Name, "chain", "ethereum", "environment", "testnet", "status", wallet.IsTerminated ? "TERMINATED" : "ACTIVE");
        }

        private static Answer Unknown()
        {
            return new Answer(404, "text/plain; charset=UTF-8", "404 Not Found");
        }

        private static long? Number(Dictionary<string, object> body, string name)
        {
            object value;
            return body.TryGetValue(name, out value) && value is double ? (long?)(double)value : null;
        }

        private static string TokenOf(Request request)
        {
            return Regex.Match(request["Authorization"], "^Bearer (.*)$").Groups[1].Value;
        }
    }
}
