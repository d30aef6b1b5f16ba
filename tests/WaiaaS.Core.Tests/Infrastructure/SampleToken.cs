using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>Tokens as the daemon makes them: HS256 over a random key.</summary>
internal static class SampleToken
{
    /// <summary>A token that expires in an hour.</summary>
    public static string New() => New(expiresIn: TimeSpan.FromHours(1));

    public static string New(TimeSpan? expiresIn)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string expiry = expiresIn is { } span ? $",\"exp\":{now + (long)span.TotalSeconds}" : string.Empty;
        return WithPayload($"{{\"sub\":\"{Guid.NewGuid()}\",\"iat\":{now}{expiry}}}");
    }

    public static string WithPayload(string payload)
    {
        string signed = Base64Url("{\"alg\":\"HS256\"}") + "." + Base64Url(payload);
        byte[] signature = HMACSHA256.HashData(RandomNumberGenerator.GetBytes(32), Encoding.ASCII.GetBytes(signed));
        return TokenFormat.Prefix + signed + "." + Base64Url(signature);
    }

    /// <summary>A well-formed token of exactly so many bytes.</summary>
    public static string OfLength(int length)
    {
        string start = TokenFormat.Prefix + "h." + Base64Url("{}") + ".";
        return start + string.Concat(Enumerable.Repeat("A", length - start.Length));
    }

    public static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }

    public static string Base64Url(string text) => Base64Url(Encoding.UTF8.GetBytes(text));

    private static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
