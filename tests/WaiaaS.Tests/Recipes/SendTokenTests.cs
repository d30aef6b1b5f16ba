using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>
/// docs/examples/send-token.ps1 where no computer can be reached: real connections to ports that nobody listens on. The
/// Pester suite sends to real SSH servers.
/// </summary>
public sealed class SendTokenTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Recipe _recipe = new("send-token.ps1");

    public void Dispose()
    {
        _recipe.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Each_computer_that_cannot_be_reached_has_a_result_and_the_exit_code_tells()
    {
        string token = Write(SampleToken.New());

        Recipe.Result result = Run("127.0.0.1:1,localhost:1");

        IReadOnlyList<PSObject> results = result.Outcome.Objects;
        Assert.Equal(69, result.Code);
        Assert.Equal(["127.0.0.1:1", "localhost:1"], results.Select(r => (string)r.Properties["HostName"].Value).Order(StringComparer.Ordinal));
        Assert.All(results, r => Assert.Equal(false, r.Properties["Written"].Value));
        Assert.All(results, r => Assert.NotEmpty((string)r.Properties["Error"].Value));
        result.AssertHoldsNone(token);
    }

    [Fact]
    public void Without_a_token_nothing_is_sent() => Run("127.0.0.1:1").AssertFailed(66, "There is no token");

    [Fact]
    public void An_expired_token_is_not_sent()
    {
        Write(SampleToken.New(TimeSpan.FromHours(-1)));

        Run("127.0.0.1:1").AssertFailed(66, "expired");
    }

    [Fact]
    public void A_wallets_token_is_not_replaced_by_the_default_one()
    {
        Write(SampleToken.New());

        Run("127.0.0.1:1", ("WalletId", "trading")).AssertFailed(66, "trading");
    }

    [Theory]
    [InlineData(" , ")]
    [InlineData(",")]
    public void Without_a_computer_there_is_nothing_to_do(string hosts)
    {
        Write(SampleToken.New());

        Run(hosts).AssertFailed(64, "no computer");
    }

    private Recipe.Result Run(string hosts, params (string, object?)[] arguments) =>
        _recipe.Run([.. arguments, ("HostName", hosts), ("DataDir", _directory.Path)]);

    private string Write(string token)
    {
        File.WriteAllText(_directory["mcp-token"], token);
        if (Unix.IsHere)
            Unix.SetMode(_directory["mcp-token"], "600");
        return token;
    }
}
