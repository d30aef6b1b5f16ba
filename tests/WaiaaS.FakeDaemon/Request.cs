using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace WaiaaS.FakeDaemon
{
    /// <summary>An HTTP request, read from a connection.</summary>
    internal sealed class Request
    {
        private const int MaximumLength = 64 * 1024;

        // The first byte of a TLS connection (RFC 8446, section 5.1); no line end need follow.
        private const int Handshake = 22;

        private static readonly byte[] Welcome = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");

        private readonly Dictionary<string, string> _headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        private Request()
        {
        }

        public string Method { get; private set; }

        /// <summary>The path without its query.</summary>
        public string Path { get; private set; }

        /// <summary>The path with its query, as it was sent.</summary>
        public string Target { get; private set; }

        public string Body { get; private set; }

        /// <summary>A header's value, or an empty string.</summary>
        public string this[string header]
        {
            get
            {
                string value;
                return _headers.TryGetValue(header, out value) ? value : string.Empty;
            }
        }

        /// <summary>A value of the query, or null.</summary>
        public string Query(string name)
        {
            int start = Target.IndexOf('?');
            foreach (string pair in start < 0 ? new string[0] : Target.Substring(start + 1).Split('&'))
            {
                if (pair.StartsWith(name + "=", StringComparison.Ordinal))
                    return Uri.UnescapeDataString(pair.Substring(name.Length + 1));
            }

            return null;
        }

        /// <summary>Reads the next one; null where the other side has gone, or speaks no HTTP.</summary>
        /// <param name="reader">One character for each byte: the length of the body counts bytes.</param>
        /// <param name="stream">Where an answer goes before the body comes.</param>
        public static Request Read(TextReader reader, Stream stream)
        {
            if (reader.Peek() == Handshake)
                return Refuse(stream);
            string line = reader.ReadLine();
            if (string.IsNullOrEmpty(line))
                return null;
            string[] words = line.Split(' ');
            if (words.Length != 3 || !words[2].StartsWith("HTTP/", StringComparison.Ordinal))
                return Refuse(stream);
            var request = new Request { Method = words[0], Target = words[1], Path = words[1].Split('?')[0] };
            while (!string.IsNullOrEmpty(line = reader.ReadLine()))
            {
                int colon = line.IndexOf(':');
                if (colon < 0)
                    return Refuse(stream);
                request._headers[line.Substring(0, colon)] = line.Substring(colon + 1).Trim();
            }

            // The .NET Framework asks first whether a body is welcome.
            if (request["Expect"].Length > 0)
                stream.Write(Welcome, 0, Welcome.Length);

            int length;
            if (!int.TryParse("0" + request["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > MaximumLength)
                return Refuse(stream);
            var body = new char[length];
            request.Body = new string(body, 0, reader.ReadBlock(body, 0, body.Length));
            return request;
        }

        private static Request Refuse(Stream stream)
        {
            byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            stream.Write(answer, 0, answer.Length);
            return null;
        }
    }
}
