using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WaiaaS.Reliability.Machine;

/// <summary>Tokens that show by their own signature whether they are whole. Scripts use it too.</summary>
public static class SignedToken
{
    public const string Prefix = "wai_sess_";

    public const string Key = "a key of the reliability tests, 32+ bytes";

    /// <summary>A token that expires in an hour, of a length that differs from one to the next.</summary>
    public static string Create() => Create(Key);

    /// <summary>A token that looks like any other, signed with another key.</summary>
    public static string NewOfAnotherKey() => Create("the key of a program that takes no part, 32");

    private static string Create(string key)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string filling = new('x', RandomNumberGenerator.GetInt32(200));
        string payload = string.Create(
            CultureInfo.InvariantCulture, $"{{\"sub\":\"{Guid.NewGuid()}\",\"iat\":{now},\"exp\":{now + 3600},\"agent\":\"{filling}\"}}");
        string signed = Base64Url.EncodeToString("{\"alg\":\"HS256\"}"u8) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        return Prefix + signed + "." + Signature(signed, key);
    }

    /// <summary>Whether a token is one that a participant signed, to the last byte.</summary>
    public static bool IsWhole(string token)
    {
        int lastDot = token.LastIndexOf('.');
        return lastDot > Prefix.Length && token.StartsWith(Prefix, StringComparison.Ordinal)
            && token[(lastDot + 1)..] == Signature(token[Prefix.Length..lastDot], Key);
    }

    private static string Signature(string signed, string key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(signed)));
}
