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
        private readonly Dictionary<string, string> _headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

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
            // One character for each byte: the length of the body counts bytes.
            var reader = new StreamReader(stream, Encoding.GetEncoding("iso-8859-1"));
            string line = reader.ReadLine();
            string[] first = line == null ? Array.Empty<string>() : line.Split(' ');
            if (first.Length < 2)
                return null;

            var request = new Request { Method = first[0], Path = first[1] };
            while (!string.IsNullOrEmpty(line = reader.ReadLine()))
            {
                int colon = line.IndexOf(':');
                if (colon > 0)
                    request._headers[line.Substring(0, colon).Trim()] = line.Substring(colon + 1).Trim();
            }

            request.Body = ReadBody(reader, stream, request);
            return request;
        }

        private static string ReadBody(StreamReader reader, Stream stream, Request request)
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

            var body = new char[length];
            return new string(body, 0, reader.ReadBlock(body, 0, length));
        }
    }
}
