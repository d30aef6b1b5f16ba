using WaiaaS.Posix;

namespace WaiaaS.Tests.Posix;

/// <summary>What a user reads of an error number.</summary>
public sealed class ErrnoTests
{
    [Fact]
    public void A_lease_that_is_not_released_is_TokenBusy_with_the_name_of_its_errno()
    {
        Unix.Need();
        TokenException error = TokenErrors.For(Operation.Read, Errno.ToException(Errno.EAGAIN), TokenLocation.AtPath("/data/mcp-token"));

        Assert.Equal(TokenError.TokenBusy, error.Error);
        Assert.Contains("(EAGAIN)", error.Message, StringComparison.Ordinal);
    }
}
