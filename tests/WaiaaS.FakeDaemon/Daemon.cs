using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace WaiaaS.FakeDaemon
{
    /// <summary>
    /// A small stand-in for the WAIaaS daemon, on loopback. It issues signed tokens, renews and refuses them by the
    /// daemon's rules, and fails as <see cref="Fault"/> says.
    /// </summary>
    public sealed class Daemon : IDisposable
    {
        private readonly object _gate = new object();
        private readonly TcpListener _listener;
        private readonly ManualResetEventSlim _ended = new ManualResetEventSlim();
        private readonly List<Wallet> _wallets = new List<Wallet>();
        private readonly Sessions _sessions;
        private readonly Api _api;
        private readonly ConcurrentQueue<string> _log = new ConcurrentQueue<string>();
        private readonly X509Certificate2 _certificate;
        private int _received;

        public Daemon()
            : this(0, null)
        {
        }

        /// <param name="port">0 for a free one.</param>
        /// <param name="certificate">With one, it speaks TLS.</param>
        public Daemon(int port, X509Certificate2 certificate)
        {
            MasterPassword = Guid.NewGuid().ToString("N");
            DataDirectory = Path.Combine(Path.GetTempPath(), "waiaas-fake-daemon");
            _certificate = certificate;
            _sessions = new Sessions(this);
            _api = new Api(this, _sessions, _wallets);
            _listener = new TcpListener(IPAddress.Loopback, port);
            _listener.Start();
            Address = new Uri((certificate == null ? "http://" : "https://") + _listener.LocalEndpoint);
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public Uri Address { get; private set; }

        public string MasterPassword { get; set; }

        /// <summary>Where it writes the files of the MCP server.</summary>
        public string DataDirectory { get; set; }

        /// <summary>What goes wrong from now on.</summary>
        public Fault Fault { get; set; }

        public Uri RedirectTarget { get; set; }

        /// <summary>How far its clock is ahead.</summary>
        public TimeSpan ClockOffset { get; set; }

        /// <summary>A token file that another program renews whenever a renewal comes in, before that is answered.</summary>
        public string RivalFile { get; set; }

        /// <summary>Where that program writes the new token; the same file where it is null.</summary>
        public string RivalTarget { get; set; }

        /// <summary>Whether it fails whenever a session is to be revoked.</summary>
        public bool FailRevocations { get; set; }

        /// <summary>A directory that another program makes whenever a token is issued, before that is answered.</summary>
        public string DirectoryToMake { get; set; }

        /// <summary>Every request so far: method, path, and the status, or - where no answer was sent.</summary>
        public IList<string> Log
        {
            get { return _log.ToArray(); }
        }

        /// <summary>How many requests came in, answered or not.</summary>
        public int Received
        {
            get { return _received; }
        }

        /// <summary>How many sessions are active.</summary>
        public int ActiveSessions
        {
            get
            {
                lock (_gate)
                    return _sessions.All.Count(_sessions.IsActive);
            }
        }

        /// <summary>A new wallet without a session; its id.</summary>
        public string AddWallet(string name)
        {
            return AddWallet(name, Guid.NewGuid().ToString());
        }

        /// <summary>The same, with an id of one's own.</summary>
        public string AddWallet(string name, string id)
        {
            lock (_gate)
                _wallets.Add(new Wallet { Id = id, Name = name });
            return id;
        }

        public void TerminateWallet(string id)
        {
            lock (_gate)
                _wallets.Single(wallet => wallet.Id == id).IsTerminated = true;
        }

        /// <summary>A token of a new session, issued some seconds ago and valid for some seconds from then on; 0 for ever.</summary>
        public string Issue(long age, long lifetime, params string[] walletIds)
        {
            lock (_gate)
                return _sessions.Create(Wallets(walletIds), age, lifetime == 0 ? null : (long?)lifetime, null, 0).Token;
        }

        public string IssueWithoutExpiry()
        {
            return Issue(0, 0);
        }

        /// <summary>A token of a new session that ends for good some seconds after its issue, and can be renewed so often; 0 for no limit.</summary>
        public string IssueLimited(long age, long lifetime, long absoluteLifetime, int maximumRenewals)
        {
            lock (_gate)
                return _sessions.Create(Wallets(), age, lifetime, absoluteLifetime, maximumRenewals).Token;
        }

        /// <summary>Whether a token is the last one that was issued for its session.</summary>
        public bool IsCurrent(string token)
        {
            lock (_gate)
            {
                Session session = _sessions.Of(token);
                return session != null && session.Token == token;
            }
        }

        /// <summary>Whether a token gives access.</summary>
        public bool IsAccepted(string token)
        {
            lock (_gate)
                return _sessions.Refusal(token) == null;
        }

        public string SessionOf(string token)
        {
            lock (_gate)
                return _sessions.Of(token).Id;
        }

        /// <summary>Renews a token as another program would, and gives the new one.</summary>
        public string Renew(string token)
        {
            lock (_gate)
            {
                Session session = _sessions.Of(token);
                _sessions.Renew(session.Id, token);
                return session.Token;
            }
        }

        /// <summary>Issues another token of the same session, as an operator would. It can never be renewed.</summary>
        public string Reissue(string token)
        {
            lock (_gate)
                return _sessions.Reissue(_sessions.Of(token));
        }

        /// <summary>Replaces the token of a session, as an operator would. The one from before can no longer be renewed.</summary>
        public string Rotate(string token)
        {
            lock (_gate)
            {
                Session session = _sessions.Of(token);
                _sessions.Rotate(session);
                return session.Token;
            }
        }

        public void Revoke(string token)
        {
            lock (_gate)
                _sessions.Of(token).IsRevoked = true;
        }

        /// <summary>Changes the key, as the daemon does for an operator: five minutes later no token from before is accepted.</summary>
        public void RotateKey()
        {
            lock (_gate)
                _sessions.RotateKey();
        }

        /// <summary>Ends it. Its port is closed afterwards.</summary>
        public void Dispose()
        {
            _ended.Set();
            _listener.Stop();
        }

        internal void Count()
        {
            Interlocked.Increment(ref _received);
        }

        internal void Append(Request request, string result)
        {
            _log.Enqueue(request.Method + " " + request.Target + " " + result);
        }

        internal Answer AnswerTo(Request request)
        {
            lock (_gate)
            {
                if (RivalFile != null && request.Method == "PUT")
                    File.WriteAllText(RivalTarget ?? RivalFile, Renew(File.ReadAllText(RivalFile)));
                if (DirectoryToMake != null && (request.Method == "PUT" || request.Method == "POST"))
                {
                    File.Delete(DirectoryToMake);
                    Directory.CreateDirectory(DirectoryToMake);
                }

                return _api.AnswerTo(request);
            }
        }

        private Wallet[] Wallets(params string[] ids)
        {
            if (_wallets.Count == 0)
                _wallets.Add(new Wallet { Id = Guid.NewGuid().ToString(), Name = "trading" });
            return ids.Length == 0 ? new[] { _wallets[0] } : ids.Select(id => _wallets.Single(wallet => wallet.Id == id)).ToArray();
        }

        private void Accept()
        {
            try
            {
                while (true)
                {
                    var connection = new Connection(this, _listener.AcceptTcpClient(), _certificate, _ended);
                    new Thread(connection.Serve) { IsBackground = true }.Start();
                }
            }
            catch (Exception)
            {
                // Stopping the listener ends a call that waits, with an error that depends on the moment.
                if (!_ended.IsSet)
                    throw;
            }
        }
    }
}
