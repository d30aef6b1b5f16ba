using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WaiaaS.FakeDaemon
{
    /// <summary>What is answered to which request.</summary>
    internal sealed class Api
    {
        private const long DefaultLifetime = 86400;

        private readonly Daemon _daemon;
        private readonly Sessions _sessions;

        public Api(Daemon daemon, Sessions sessions)
        {
            _daemon = daemon;
            _sessions = sessions;
        }

        public Answer AnswerTo(Request request)
        {
            Answer answer = Failure(request) ?? Route(request);
            answer.Body = answer.Body.Replace(Answer.Received, request["Authorization"] + request["X-Master-Password"]);
            return answer;
        }

        private Answer Failure(Request request)
        {
            switch (_daemon.Fault)
            {
                case Fault.ServerError:
                    return Answer.Error(500, "INTERNAL_ERROR");
                case Fault.Unavailable:
                    return Answer.Error(503, "STARTING");
                case Fault.TooManyRequests:
                    return Answer.Error(429, "RATE_LIMITED");
                case Fault.Page:
                    return new Answer(200, "<!DOCTYPE html><html><body>You sent: " + Answer.Received + "</body></html>") { ContentType = "text/html" };
                case Fault.NoToken:
                    return new Answer(200, "{'id':'x','received':'" + Answer.Received + "'}");
                case Fault.CutToken:
                    return new Answer(200, "{'id':'x','token':'" + Regex.Replace(_sessions.Issue("x", 0, DefaultLifetime), "[^.]*$", string.Empty) + "'}");
                case Fault.Redirect:
                    return new Answer(307, string.Empty) { Location = new Uri(_daemon.RedirectTarget, request.Path).ToString() };
                default:
                    return null;
            }
        }

        private Answer Route(Request request)
        {
            Match session = Regex.Match(request.Path, "^/v1/sessions(/(?<id>[^/]+)(?<renewal>/renew)?)?$");
            string id = session.Groups["id"].Value;
            if (request.Method == "PUT" && session.Groups["renewal"].Success)
                return _sessions.Renew(id, TokenOf(request));
            if (request.Method == "GET" && request.Path == "/v1/wallet/address")
            {
                string token = TokenOf(request);
                return _sessions.Refusal(token) ?? new Answer(200, "{'walletId':'" + _sessions.Of(token).WalletId + "','address':'0x00'}");
            }

            bool creates = request.Method == "POST" && session.Success && id.Length == 0;
            if (!creates && !(request.Method == "DELETE" && id.Length > 0))
                return Answer.Error(404, "NOT_FOUND");
            if (request["X-Master-Password"] != _daemon.MasterPassword)
                return Answer.Error(401, "INVALID_MASTER_PASSWORD");
            return creates ? Create(request.Body) : _sessions.Revoke(id);
        }

        private Answer Create(string body)
        {
            Match wallet = Regex.Match(body, "\"walletId\"\\s*:\\s*\"(?<id>[^\"]+)\"");
            if (!wallet.Success)
                return Answer.Error(404, "WALLET_NOT_FOUND");
            Match lifetime = Regex.Match(body, "\"(ttl|expiresIn)\"\\s*:\\s*(?<seconds>[0-9]+)");
            long seconds = lifetime.Success ? long.Parse(lifetime.Groups["seconds"].Value, CultureInfo.InvariantCulture) : DefaultLifetime;
            return _sessions.Create(wallet.Groups["id"].Value, seconds);
        }

        private static string TokenOf(Request request)
        {
            return Regex.Match(request["Authorization"], "^Bearer (.*)$").Groups[1].Value;
        }
    }
}
