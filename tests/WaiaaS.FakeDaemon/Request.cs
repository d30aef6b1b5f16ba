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

        /// <summary>Reads one. The other side may have gone: <see cref="EndOfStreamException"/>.</summary>
        public Request(Stream stream)
        {
            // One character for each byte: the length of the body counts bytes.
            var reader = new StreamReader(stream, Encoding.GetEncoding("iso-8859-1"));
            string line = reader.ReadLine();
            if (line == null)
                throw new EndOfStreamException();
            string[] words = line.Split(' ');
            Method = words[0];
            Path = words[1];
            while (!string.IsNullOrEmpty(line = reader.ReadLine()))
            {
                int colon = line.IndexOf(':');
                _headers[line.Substring(0, colon)] = line.Substring(colon + 1).Trim();
            }

            // The .NET Framework asks first whether a body is welcome.
            if (this["Expect"].Length > 0)
            {
                byte[] welcome = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");
                stream.Write(welcome, 0, welcome.Length);
            }

            var body = new char[int.Parse("0" + this["Content-Length"], CultureInfo.InvariantCulture)];
            Body = new string(body, 0, reader.ReadBlock(body, 0, body.Length));
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
    }
}
