using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Base64Url = System.Buffers.Text.Base64Url;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>Tokens as the daemon makes them: HS256 over a random key.</summary>
internal static class SampleToken
{
    /// <summary>A token that expires in an hour.</summary>
    public static string New()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return WithPayload($"{{\"sub\":\"{Guid.NewGuid()}\",\"iat\":{now},\"exp\":{now + 3600}}}");
    }

    public static string WithPayload(string payload)
    {
        string signed = Base64Url.EncodeToString("{\"alg\":\"HS256\"}"u8) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        byte[] signature = HMACSHA256.HashData(RandomNumberGenerator.GetBytes(32), Encoding.ASCII.GetBytes(signed));
        return TokenFormat.Prefix + signed + "." + Base64Url.EncodeToString(signature);
    }

    /// <summary>A well-formed token of exactly so many bytes.</summary>
    public static string OfLength(int length) => (TokenFormat.Prefix + "h.e30.").PadRight(length, 'A');

    public static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}
