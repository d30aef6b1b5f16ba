using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace WaiaaS.FakeDaemon
{
    /// <summary>
    /// A small stand-in for the WAIaaS daemon, on a free port of loopback. It issues signed tokens, renews and refuses
    /// them by the daemon's rules, and fails as <see cref="Fault"/> says. An error's body repeats the token that came.
    /// </summary>
    public sealed class Daemon : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly ManualResetEventSlim _ended = new ManualResetEventSlim();
        private readonly Sessions _sessions;
        private readonly Api _api;
        private readonly List<string> _log = new List<string>();

        /// <summary>Starts it.</summary>
        public Daemon()
        {
            MasterPassword = Guid.NewGuid().ToString("N");
            MaximumRenewals = 30;
            _sessions = new Sessions(this);
            _api = new Api(this, _sessions);
            _listener.Start();
            int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            Address = new Uri(string.Format(CultureInfo.InvariantCulture, "http://127.0.0.1:{0}", port));
            new Thread(Accept) { IsBackground = true }.Start();
        }

        /// <summary>Where it listens.</summary>
        public Uri Address { get; private set; }

        /// <summary>What <c>X-Master-Password</c> has to be.</summary>
        public string MasterPassword { get; private set; }

        /// <summary>What goes wrong from now on.</summary>
        public Fault Fault { get; set; }

        /// <summary>Where <see cref="FakeDaemon.Fault.Redirect"/> leads.</summary>
        public Uri RedirectTarget { get; set; }

        /// <summary>How far its clock is ahead.</summary>
        public TimeSpan ClockOffset { get; set; }

        /// <summary>How often a session can be renewed.</summary>
        public int MaximumRenewals { get; set; }

        /// <summary>A token file that another program renews whenever a renewal comes in, before that is answered.</summary>
        public string RivalFile { get; set; }

        /// <summary>Every request that was answered: method, path, status.</summary>
        public IList<string> Log
        {
            get
            {
                lock (_log)
                    return _log.ToArray();
            }
        }

        /// <summary>A token of a new session, issued some seconds ago and valid for some seconds from then on.</summary>
        public string Issue(long age, long lifetime)
        {
            return _sessions.Issue(Guid.NewGuid().ToString(), age, lifetime);
        }

        /// <summary>A token of a new session that does not expire.</summary>
        public string IssueWithoutExpiry()
        {
            return _sessions.Issue(Guid.NewGuid().ToString(), 0, null);
        }

        /// <summary>Whether a token is the last one that was issued for its session.</summary>
        public bool IsCurrent(string token)
        {
            Session session = _sessions.Of(token);
            return session != null && session.Token == token;
        }

        /// <summary>Renews a token as another program would, and gives the new one.</summary>
        public string Renew(string token)
        {
            Session session = _sessions.Of(token);
            _sessions.Renew(session.Id, token, string.Empty);
            return session.Token;
        }

        /// <summary>Revokes the session of a token.</summary>
        public void Revoke(string token)
        {
            _sessions.Of(token).Revoked = true;
        }

        /// <summary>Ends it. Nobody listens on its port afterwards.</summary>
        public void Dispose()
        {
            _ended.Set();
            _listener.Stop();
        }

        private void Accept()
        {
            while (!_ended.IsSet)
            {
                try
                {
                    TcpClient client = _listener.AcceptTcpClient();
                    new Thread(() => Serve(client)) { IsBackground = true }.Start();
                }
                catch (SocketException)
                {
                    return;
                }
                catch (InvalidOperationException)
                {
                    return;
                }
            }
        }

        private void Serve(TcpClient client)
        {
            using (client)
            {
                try
                {
                    NetworkStream stream = client.GetStream();
                    Request request = Request.Read(stream);
                    if (request != null)
                        Serve(request, stream);
                }
                catch (IOException)
                {
                    // The other side has gone, as it may.
                    return;
                }
            }
        }

        private void Serve(Request request, NetworkStream stream)
        {
            Fault fault = Fault;
            if (fault == Fault.Silence)
                _ended.Wait();
            if (RivalFile != null && request.Method == "PUT")
                File.WriteAllText(RivalFile, Renew(File.ReadAllText(RivalFile)));
            Answer answer = fault == Fault.Drop || fault == Fault.Silence ? null : _api.AnswerTo(request);
            bool answered = answer != null && fault != Fault.LostAnswer;
            lock (_log)
                _log.Add(request.Method + " " + request.Path + " " + (answered ? answer.Status.ToString(CultureInfo.InvariantCulture) : "-"));
            if (!answered)
                return;

            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            string head = string.Format(
                CultureInfo.InvariantCulture,
                "HTTP/1.1 {0} Status\r\nContent-Type: {1}\r\nContent-Length: {2}\r\n{3}Connection: close\r\n\r\n",
                answer.Status,
                answer.ContentType,
                body.Length,
                answer.Location == null ? string.Empty : "Location: " + answer.Location + "\r\n");
            byte[] start = Encoding.ASCII.GetBytes(head);
            stream.Write(start, 0, start.Length);
            if (fault == Fault.Stall)
            {
                stream.Write(body, 0, 1);
                _ended.Wait();
                return;
            }

            stream.Write(body, 0, body.Length);
        }
    }
}
