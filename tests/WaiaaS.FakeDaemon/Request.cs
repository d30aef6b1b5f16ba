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
        private const int LongestHead = 65536;

        private static readonly string[] LineEnds = { "\r\n" };

        private readonly Dictionary<string, string> _headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        private Request()
        {
        }

        public string Method { get; private set; }

        public string Path { get; private set; }

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

        /// <summary>Reads one; null where the other side sent none.</summary>
        public static Request Read(Stream stream)
        {
            string[] lines = ReadHead(stream).Split(LineEnds, StringSplitOptions.RemoveEmptyEntries);
            string[] first = lines.Length > 0 ? lines[0].Split(' ') : Array.Empty<string>();
            if (first.Length < 2)
                return null;

            var request = new Request { Method = first[0], Path = first[1] };
            for (int i = 1; i < lines.Length; i++)
            {
                int colon = lines[i].IndexOf(':');
                if (colon > 0)
                    request._headers[lines[i].Substring(0, colon).Trim()] = lines[i].Substring(colon + 1).Trim();
            }

            request.Body = ReadBody(stream, request);
            return request;
        }

        private static string ReadHead(Stream stream)
        {
            var head = new StringBuilder();
            while (head.Length < LongestHead && !EndsHead(head))
            {
                int next = stream.ReadByte();
                if (next < 0)
                    break;
                head.Append((char)next);
            }

            return head.ToString();
        }

        private static bool EndsHead(StringBuilder head)
        {
            int length = head.Length;
            return length >= 4 && head[length - 4] == '\r' && head[length - 3] == '\n' && head[length - 2] == '\r' && head[length - 1] == '\n';
        }

        private static string ReadBody(Stream stream, Request request)
        {
            int length;
            if (!int.TryParse(request["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out length))
                return string.Empty;

            // The .NET Framework asks first whether a body is welcome.
            if (length > 0 && request["Expect"].Length > 0)
            {
                byte[] go = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");
                stream.Write(go, 0, go.Length);
            }

            var body = new byte[length];
            int read = 0;
            while (read < length)
            {
                int more = stream.Read(body, read, length - read);
                if (more == 0)
                    break;
                read += more;
            }

            return Encoding.UTF8.GetString(body, 0, read);
        }
    }
}
