using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

/// <summary>
/// Nothing that PowerShell shows or keeps holds the token or one of its three parts, whatever goes wrong and however
/// the token came in.
/// </summary>
public sealed class NoLeakTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Engine _engine = new();
    private readonly string _token = SampleToken.New();

    public NoLeakTests()
    {
        File.WriteAllText(_directory["good"], _token);
        File.WriteAllText(_directory["cut"], _token[..^50]);
        File.WriteAllText(_directory["json"], $"{{\"token\":\"{_token}\"}}");
        File.WriteAllText(_directory["twice"], _token + " " + _token);
        File.WriteAllText(_directory["large"], _token + new string('A', 8192));
        Directory.CreateDirectory(_directory["directory"]);
        _engine.With("token", _token).With("root", _directory.Path).With("data", _directory["data"])
            .With("broken", _token[..^50]).With("payload", _token.Split('.')[1]);
    }

    public static TheoryData<string> Commands =>
    [
        "Set-WaiaasToken $token -DataDir $data -Verbose -Debug",
        "Set-WaiaasToken $token -DataDir $data -WhatIf -Verbose",
        "Set-WaiaasToken $token -LiteralPath $root/directory -Verbose",
        "$token | Set-WaiaasToken -LiteralPath $root/good/x -Verbose",
        "Set-WaiaasToken $broken -DataDir $data",
        "$broken | Set-WaiaasToken -DataDir $data",
        "Set-WaiaasToken ($token + '$') -DataDir $data",
        "Set-WaiaasToken ($token + \"`n\" + $token) -DataDir $data",
        "($token + ('A' * 9000)) | Set-WaiaasToken -DataDir $data",
        "Set-WaiaasToken $payload -DataDir $data",
        "@{ other = $token } | Set-WaiaasToken -DataDir $data",
        "[pscustomobject]@{ other = $token } | Set-WaiaasToken -DataDir $data",
        "Set-WaiaasToken @($token, $token) -DataDir $data",
        "[char[]]$token | Set-WaiaasToken -DataDir $data",
        "[pscustomobject]@{ token = $token; walletId = $token } | Set-WaiaasToken -DataDir $data",
        "[pscustomobject]@{ token = $token; walletId = 'a/b' } | Set-WaiaasToken -DataDir $data",
        "Set-WaiaasToken -Token $token -WalletId $token -DataDir $data",
        "Set-WaiaasToken -Token $token -DataDir $token",
        "Set-WaiaasToken -Token $token -LiteralPath $token",
        "Get-WaiaasToken $token -DataDir $data",
        "$token | Get-WaiaasToken",
        "Get-WaiaasToken -LiteralPath \"$root/$token\"",
        "Get-WaiaasTokenPath $token",
        "Get-WaiaasTokenPath -DataDir $token",
        "Get-WaiaasToken -LiteralPath $root/good -Verbose -Debug",
        "Get-WaiaasToken -LiteralPath $root/cut -Verbose",
        "Get-WaiaasToken -LiteralPath $root/json -Verbose",
        "Get-WaiaasToken -LiteralPath $root/twice -Verbose",
        "Get-WaiaasToken -LiteralPath $root/large -Verbose",
        "Get-WaiaasToken -LiteralPath $root/directory -Verbose",
        "Get-WaiaasToken w1 -DataDir $root -Verbose",
        "Set-WaiaasToken $token -DataDir Env: -ErrorAction Stop",
        "Set-WaiaasToken $token -DataDir $data -PassThru | ForEach-Object { $_.PSObject.Properties } | ForEach-Object { \"$($_.Name)=$($_.Value)\" }",
        "Get-WaiaasTokenInfo -LiteralPath $root/good | ForEach-Object { $_.PSObject.Properties } | ForEach-Object { \"$($_.Name)=$($_.Value)\" }",
        "Get-WaiaasTokenInfo -LiteralPath $root/cut | ForEach-Object { $_.PSObject.Properties } | ForEach-Object { \"$($_.Name)=$($_.Value)\" }",
        "[System.Management.Automation.PSSerializer]::Serialize((Get-WaiaasTokenInfo -LiteralPath $root/twice))",
        "[System.Management.Automation.PSSerializer]::Serialize((Get-WaiaasTokenInfo -LiteralPath $root/good))",
        "Get-WaiaasTokenInfo $token -DataDir $data",
        "Test-WaiaasToken -LiteralPath $root/cut -Verbose",
        "Test-WaiaasToken $token -Verbose",
        "Remove-WaiaasToken $token -Verbose",
        "Remove-WaiaasToken -LiteralPath $root/good -Verbose",
    ];

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_stream_and_no_error_holds_a_part_of_the_token(string command)
    {
        Engine.Outcome outcome = _engine.Run(command);

        AssertClean(outcome.Everything());
        AssertClean(outcome.Output.Select(output => output.ToString()!));
    }

    [Theory]
    [InlineData("Set-WaiaasToken '{0}$' -DataDir $data")]
    [InlineData("'{0}$' | Set-WaiaasToken -DataDir $data")]
    [InlineData("Set-WaiaasToken '{0}' -DataDir Env:")]
    [InlineData("Get-WaiaasToken '{0}'")]
    public void Nor_does_the_source_line_that_an_error_shows(string command)
    {
        Engine.Outcome outcome = _engine.Run(command.Replace("{0}", _token, StringComparison.Ordinal));

        Assert.Single(outcome.Errors);
        AssertClean(outcome.Everything());
    }

    [Theory]
    [InlineData("Set-WaiaasToken '{0}' -DataDir $data -Verbose")]
    [InlineData("$global:PSDefaultParameterValues = @{ '*:Verbose' = $true }; Set-WaiaasToken '{0}' -DataDir $data")]
    [InlineData("Set-WaiaasToken '{1}' -DataDir $data -Verbose")]
    public void Nor_does_the_source_line_that_a_message_keeps(string command)
    {
        string expired = SampleToken.WithPayload("{\"exp\":1}");

        Engine.Outcome outcome = _engine.Run(command.Replace("{0}", _token, StringComparison.Ordinal).Replace("{1}", expired, StringComparison.Ordinal));

        Assert.Empty(outcome.Errors);
        Assert.NotEmpty(outcome.Verbose);
        AssertClean(outcome.Everything());
        Assert.DoesNotContain(expired.Split('.')[2], string.Join('\n', outcome.Everything()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_itself_would_find_a_part()
    {
        Engine.Outcome outcome = _engine.Run("Get-Command $payload");

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertClean(outcome.Everything()));
    }

    private void AssertClean(IEnumerable<string> texts)
    {
        string all = string.Join('\n', texts);
        foreach (string part in _token[TokensPrefix..].Split('.').Append(_token))
            Assert.DoesNotContain(part, all, StringComparison.Ordinal);
    }

    private static int TokensPrefix => Tokens.TokenFormat.Prefix.Length;
}
