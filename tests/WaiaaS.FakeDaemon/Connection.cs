using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;

namespace WaiaaS.FakeDaemon
{
    /// <summary>One connection, which is kept alive from one request to the next.</summary>
    internal sealed class Connection
    {
        private const int PieceEveryMilliseconds = 20;

        private readonly Daemon _daemon;
        private readonly TcpClient _client;
        private readonly X509Certificate2 _certificate;
        private readonly ManualResetEventSlim _ended;

        public Connection(Daemon daemon, TcpClient client, X509Certificate2 certificate, ManualResetEventSlim ended)
        {
            _daemon = daemon;
            _client = client;
            _certificate = certificate;
            _ended = ended;
        }

        public void Serve()
        {
            using (_client)
            {
                try
                {
                    Stream stream = _client.GetStream();
                    if (_certificate != null)
                    {
                        var secured = new SslStream(stream);
                        secured.AuthenticateAsServer(_certificate, false, SslProtocols.Tls12, false);
                        stream = secured;
                    }

                    // One character for each byte: the length of a body counts bytes.
                    var reader = new StreamReader(stream, Encoding.GetEncoding("iso-8859-1"));
                    Request request;
                    do
                        request = Request.Read(reader, stream);
                    while (request != null && Serve(request, stream));
                }
                catch (IOException)
                {
                    // The other side has gone, as it may.
                }
                catch (AuthenticationException)
                {
                    // It does not want this certificate.
                }
            }
        }

        // Whether another request may follow.
        private bool Serve(Request request, Stream stream)
        {
            Fault fault = _daemon.Fault;
            _daemon.Count();
            if (fault == Fault.Silence)
                _ended.Wait();
            Answer answer = fault == Fault.Drop || fault == Fault.Silence ? null : _daemon.AnswerTo(request);
            bool answered = answer != null && fault != Fault.LostAnswer;
            _daemon.Append(request, answered ? answer.Status.ToString() : "-");
            if (!answered)
                return false;

            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            string length = fault == Fault.Huge ? "1000000000" : body.Length.ToString();
            Write(stream, "HTTP/1.1 " + answer.Status + " Status\r\nContent-Type: " + answer.ContentType
                + (fault == Fault.Endless ? "\r\nConnection: close" : "\r\nContent-Length: " + length)
                + string.Concat(Lines(answer)) + "\r\n\r\n");
            switch (fault)
            {
                case Fault.Stall:
                    stream.Write(body, 0, 1);
                    _ended.Wait();
                    return false;
                case Fault.Slow:
                    for (int i = 0; i < body.Length - 1 && !_ended.Wait(PieceEveryMilliseconds); i++)
                        stream.Write(body, i, 1);
                    _ended.Wait();
                    return false;
                case Fault.CutAnswer:
                    stream.Write(body, 0, body.Length / 2);
                    return false;
                case Fault.Endless:
                    while (!_ended.IsSet)
                        stream.Write(body, 0, body.Length);
                    return false;
                default:
                    stream.Write(body, 0, body.Length);
                    return fault != Fault.Huge;
            }
        }

        private static string[] Lines(Answer answer)
        {
            var lines = new string[answer.Headers.Count];
            for (int i = 0; i < lines.Length; i++)
                lines[i] = "\r\n" + answer.Headers[i];
            return lines;
        }

        private static void Write(Stream stream, string text)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            stream.Write(bytes, 0, bytes.Length);
        }
    }
}
