using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WaiaaS.FakeDaemon
{
    /// <summary>Signs tokens as the daemon does: HS256 over a random key.</summary>
    internal sealed class TokenSigner
    {
        private const string Prefix = "wai_sess_";

        private readonly byte[] _key = new byte[32];

        public TokenSigner()
        {
            using (RandomNumberGenerator random = RandomNumberGenerator.Create())
                random.GetBytes(_key);
        }

        public string Sign(string sessionId, long issued, long? expires)
        {
            string expiry = expires == null ? string.Empty : string.Format(CultureInfo.InvariantCulture, ",\"exp\":{0}", expires);

            // The number makes two tokens of the same second differ.
            string payload = string.Format(
                CultureInfo.InvariantCulture, "{{\"sub\":\"{0}\",\"iat\":{1}{2},\"nonce\":\"{3}\"}}", sessionId, issued, expiry, Guid.NewGuid());
            string signed = Base64Url(Encoding.UTF8.GetBytes("{\"alg\":\"HS256\"}")) + "." + Base64Url(Encoding.UTF8.GetBytes(payload));
            return Prefix + signed + "." + Signature(signed);
        }

        /// <summary>The payload of a token of ours, or null.</summary>
        public string Verify(string token)
        {
            string[] parts = token.Split('.');
            if (parts.Length != 3 || !token.StartsWith(Prefix, StringComparison.Ordinal))
                return null;
            string signed = token.Substring(Prefix.Length, token.LastIndexOf('.') - Prefix.Length);
            if (!string.Equals(Signature(signed), parts[2], StringComparison.Ordinal))
                return null;
            string text = parts[1].Replace('-', '+').Replace('_', '/');
            return Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }

        /// <summary>A claim that is text or a number, or null.</summary>
        public static string Claim(string payload, string name)
        {
            Match match = Regex.Match(payload, "\"" + name + "\":\"?(?<value>[^\",}]*)");
            return match.Success ? match.Groups["value"].Value : null;
        }

        public static long? Number(string payload, string name)
        {
            string value = Claim(payload, name);
            return value == null ? (long?)null : long.Parse(value, CultureInfo.InvariantCulture);
        }

        private static string Base64Url(byte[] bytes)
        {
            return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }

        private string Signature(string signed)
        {
            using (var hmac = new HMACSHA256(_key))
                return Base64Url(hmac.ComputeHash(Encoding.ASCII.GetBytes(signed)));
        }
    }
}
