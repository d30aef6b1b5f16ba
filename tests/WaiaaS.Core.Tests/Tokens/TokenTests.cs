using System.Security;

namespace WaiaaS.Tests.Tokens;

public sealed class TokenTests
{
    [Fact]
    public void A_secure_string_of_a_token_cannot_be_changed()
    {
        using Token token = Token.Parse(SampleToken.New(), "a path");
        using SecureString secret = token.ToSecureString();

        Assert.True(secret.IsReadOnly());
        Assert.Equal(token.Length, secret.Length);
    }
}
