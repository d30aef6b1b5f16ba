using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WaiaaS.FakeDaemon
{
    /// <summary>What is answered to which request.</summary>
    internal sealed class Api
    {
        private const long DefaultLifetime = 86400;
        private const string Bearer = "Bearer ";
        private const string SessionPath = "/v1/sessions/";

        private readonly Daemon _daemon;
        private readonly Sessions _sessions;

        public Api(Daemon daemon, Sessions sessions)
        {
            _daemon = daemon;
            _sessions = sessions;
        }

        public Answer AnswerTo(Request request)
        {
            string received = request["Authorization"] + request["X-Master-Password"];
            switch (_daemon.Fault)
            {
                case Fault.ServerError:
                    return Answer.Error(500, "INTERNAL_ERROR", received);
                case Fault.Unavailable:
                    return Answer.Error(503, "STARTING", received);
                case Fault.TooManyRequests:
                    return Answer.Error(429, "RATE_LIMITED", received);
                case Fault.Page:
                    return Answer.Page(received);
                case Fault.NoToken:
                    return Answer.Json(200, "{\"id\":\"x\",\"received\":\"" + received + "\"}");
                case Fault.CutToken:
                    return Answer.Json(200, "{\"id\":\"x\",\"token\":\"" + WithoutSignature(_sessions.Issue("x", 0, DefaultLifetime)) + "\"}");
                case Fault.Redirect:
                    return Answer.Redirect(new Uri(_daemon.RedirectTarget, request.Path).ToString());
                default:
                    return Route(request, received);
            }
        }

        private Answer Route(Request request, string received)
        {
            if (request.Method == "POST" && request.Path == "/v1/sessions")
                return Create(request, received);
            if (request.Method == "DELETE" && request.Path.StartsWith(SessionPath, StringComparison.Ordinal))
                return Revoke(request, received);

            string token = request["Authorization"].StartsWith(Bearer, StringComparison.Ordinal)
                ? request["Authorization"].Substring(Bearer.Length)
                : string.Empty;
            Match renewal = Regex.Match(request.Path, "^/v1/sessions/(?<id>[^/]+)/renew$");
            if (request.Method == "PUT" && renewal.Success)
                return _sessions.Renew(renewal.Groups["id"].Value, token, received);
            if (request.Method != "GET" || request.Path != "/v1/wallet/address")
                return Answer.Error(404, "NOT_FOUND", received);
            return _sessions.Refusal(token, received)
                ?? Answer.Json(200, "{\"walletId\":\"" + _sessions.Of(token).WalletId + "\",\"address\":\"0x00\"}");
        }

        private Answer Create(Request request, string received)
        {
            if (request["X-Master-Password"] != _daemon.MasterPassword)
                return Answer.Error(401, "INVALID_MASTER_PASSWORD", received);
            Match wallet = Regex.Match(request.Body, "\"walletId\"\\s*:\\s*\"(?<id>[^\"]+)\"");
            if (!wallet.Success)
                return Answer.Error(404, "WALLET_NOT_FOUND", received);
            Match lifetime = Regex.Match(request.Body, "\"(ttl|expiresIn)\"\\s*:\\s*(?<seconds>[0-9]+)");
            long seconds = lifetime.Success ? long.Parse(lifetime.Groups["seconds"].Value, CultureInfo.InvariantCulture) : DefaultLifetime;
            return _sessions.Create(wallet.Groups["id"].Value, seconds);
        }

        private Answer Revoke(Request request, string received)
        {
            return request["X-Master-Password"] == _daemon.MasterPassword
                ? _sessions.Revoke(request.Path.Substring(SessionPath.Length), received)
                : Answer.Error(401, "INVALID_MASTER_PASSWORD", received);
        }

        private static string WithoutSignature(string token)
        {
            return token.Substring(0, token.LastIndexOf('.') + 1);
        }
    }
}
