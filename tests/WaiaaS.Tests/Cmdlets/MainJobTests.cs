using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

public sealed class MainJobTests
{
    [Fact]
    public void A_token_that_was_written_is_read_back_byte_for_byte()
    {
        using var directory = new TemporaryDirectory();
        using var engine = new Engine();
        string token = SampleToken.New();
        engine.With("token", token).With("data", directory["data"]);

        Engine.Outcome outcome = engine.Run("Set-WaiaasToken $token -DataDir $data; Get-WaiaasToken -DataDir $data -AsPlainText");

        Assert.Empty(outcome.Errors);
        Assert.Equal([token], outcome.Output);
        Assert.Equal(token, System.IO.File.ReadAllText(directory["data", "mcp-token"]));
    }
}
