using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace WaiaaS.FakeDaemon
{
    /// <summary>
    /// A small stand-in for the WAIaaS daemon, on a free port of loopback. It issues signed tokens, renews and refuses
    /// them by the daemon's rules, and fails as <see cref="Fault"/> says.
    /// </summary>
    public sealed class Daemon : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly ManualResetEventSlim _ended = new ManualResetEventSlim();
        private readonly Sessions _sessions;
        private readonly Api _api;
        private readonly ConcurrentQueue<string> _log = new ConcurrentQueue<string>();

        public Daemon()
        {
            MasterPassword = Guid.NewGuid().ToString("N");
            MaximumRenewals = 30;
            _sessions = new Sessions(this);
            _api = new Api(this, _sessions);
            _listener.Start();
            Address = new Uri("http://" + _listener.LocalEndpoint);
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public Uri Address { get; private set; }

        public string MasterPassword { get; private set; }

        /// <summary>What goes wrong from now on.</summary>
        public Fault Fault { get; set; }

        public Uri RedirectTarget { get; set; }

        /// <summary>How far its clock is ahead.</summary>
        public TimeSpan ClockOffset { get; set; }

        /// <summary>How often a session can be renewed.</summary>
        public int MaximumRenewals { get; set; }

        /// <summary>A token file that another program renews whenever a renewal comes in, before that is answered.</summary>
        public string RivalFile { get; set; }

        /// <summary>Every request so far: method, path, and the status, or - where no answer was sent.</summary>
        public IList<string> Log
        {
            get { return _log.ToArray(); }
        }

        /// <summary>A token of a new session, issued some seconds ago and valid for some seconds from then on.</summary>
        public string Issue(long age, long lifetime)
        {
            return _sessions.Issue(Guid.NewGuid().ToString(), age, lifetime);
        }

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
            _sessions.Renew(session.Id, token);
            return session.Token;
        }

        public void Revoke(string token)
        {
            _sessions.Revoke(_sessions.Of(token).Id);
        }

        /// <summary>Ends it. Its port is closed afterwards.</summary>
        public void Dispose()
        {
            _ended.Set();
            _listener.Stop();
        }

        private void Accept()
        {
            try
            {
                while (true)
                {
                    TcpClient client = _listener.AcceptTcpClient();
                    new Thread(() => Serve(client)) { IsBackground = true }.Start();
                }
            }
            catch (Exception)
            {
                // Stopping the listener ends a call that waits, with an error that depends on the moment.
                if (!_ended.IsSet)
                    throw;
            }
        }

        private void Serve(TcpClient client)
        {
            using (client)
            {
                try
                {
                    NetworkStream stream = client.GetStream();
                    Serve(new Request(stream), stream);
                }
                catch (IOException)
                {
                    // The other side has gone, as it may.
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
            _log.Enqueue(request.Method + " " + request.Path + " " + (answered ? string.Empty + answer.Status : "-"));
            if (!answered)
                return;

            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            byte[] head = Encoding.ASCII.GetBytes(
                "HTTP/1.1 " + answer.Status + " Status\r\nContent-Type: " + answer.ContentType + "\r\nContent-Length: " + body.Length
                + (answer.Location == null ? string.Empty : "\r\nLocation: " + answer.Location) + "\r\nConnection: close\r\n\r\n");
            stream.Write(head, 0, head.Length);
            bool stalls = fault == Fault.Stall;
            stream.Write(body, 0, stalls ? 1 : body.Length);
            if (stalls)
                _ended.Wait();
        }
    }
}
