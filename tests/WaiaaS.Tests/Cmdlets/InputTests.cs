using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

public sealed class InputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Engine _engine = new();
    private readonly string _token = SampleToken.New();

    public InputTests() => _engine.With("token", _token).With("data", _directory["data"]);

    public static TheoryData<string> NoTokens =>
    [
        "''", "' '", "\"`n`t\"", "'eyJh.eyJz.c2ln'", "'wai_sess_a.b'", "'wai_sess_a..c'", "'wai_sess_a.b.'", "'wai_sess_a.b$.c'",
        "\"wai_sess_a.b`n.c\"", "42", "@{ other = 'x' }", "@{ token = 42 }", "@{ token = $null }", "@('wai_sess_a.b.c', 'wai_sess_a.b.c')",
        "[pscustomobject]@{ token = '' }", "[datetime]::Now", "$true", "[char[]]'wai_sess_a.b.c'",
    ];

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(NoTokens))]
    public void What_is_no_token_is_one_error_and_touches_nothing(string input)
    {
        foreach (string command in new[] { $"Set-WaiaasToken -Token ({input}) -DataDir $data", $"Set-WaiaasToken ({input}) -DataDir $data" })
        {
            Engine.Outcome outcome = _engine.Run(command);

            Assert.Equal("TokenInputInvalid", outcome.ErrorId);
            Assert.Null(outcome.Thrown);
            Assert.Equal(ErrorCategory.InvalidArgument, outcome.Errors[0].CategoryInfo.Category);
            Assert.Equal(_directory["data", "mcp-token"], outcome.Errors[0].TargetObject);
            Assert.False(Directory.Exists(_directory["data"]));
        }
    }

    [Fact]
    public void Null_is_PowerShells_own_error()
    {
        Engine.Outcome outcome = _engine.Run("Set-WaiaasToken -Token $null -DataDir $data");

        Assert.Equal("ParameterArgumentValidationErrorNullNotAllowed", outcome.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("$token")]
    [InlineData("(Get-WaiaasToken -LiteralPath $source)")]
    [InlineData("[pscustomobject]@{ id = 7; token = $token; expiresAt = 1 }")]
    [InlineData("[pscustomobject]@{ token = (Get-WaiaasToken -LiteralPath $source) }")]
    [InlineData("@{ token = $token }")]
    [InlineData("@{ Token = (Get-WaiaasToken -LiteralPath $source) }")]
    [InlineData("\"  $token`r`n\"")]
    public void A_token_comes_as_text_secure_string_object_or_dictionary_by_argument_and_by_pipeline(string input)
    {
        File.WriteAllText(_directory["source"], _token);
        _engine.With("source", _directory["source"]);
        foreach (string command in new[] { $"Set-WaiaasToken ({input}) -DataDir $data", $"{input} | Set-WaiaasToken -DataDir $data" })
        {
            Engine.Outcome outcome = _engine.Run(command);

            Assert.Empty(outcome.Errors);
            Assert.Empty(outcome.Output);
            Assert.Equal(_token, File.ReadAllText(_directory["data", "mcp-token"]));
            File.Delete(_directory["data", "mcp-token"]);
        }
    }

    [Theory]
    [InlineData("[pscustomobject]@{ token = $token; walletId = 'w1' }")]
    [InlineData("@{ token = $token; walletId = 'w1' }")]
    public void The_wallet_of_a_response_is_the_wallet_that_is_written(string input)
    {
        Assert.Empty(_engine.Run($"{input} | Set-WaiaasToken -DataDir $data").Errors);

        Assert.Equal(_token, File.ReadAllText(_directory["data", "mcp-tokens", "w1"]));
        Assert.False(File.Exists(_directory["data", "mcp-token"]));
    }

    [Theory]
    [InlineData("Set-WaiaasToken ([pscustomobject]@{ token = $token; walletId = 'w1' }) -DataDir $data", "w1")]
    [InlineData("Set-WaiaasToken @{ token = $token; walletId = 'w1' } -DataDir $data", "w1")]
    [InlineData("@{ token = $token; walletId = 42 } | Set-WaiaasToken -DataDir $data", "42")]
    [InlineData("[pscustomobject]@{ token = $token; walletId = [guid]::Empty } | Set-WaiaasToken -DataDir $data", "00000000-0000-0000-0000-000000000000")]
    [InlineData("@{ token = $token; walletId = 'w1' } | Set-WaiaasToken -DataDir $data -WalletId given", "given")]
    public void However_it_comes_the_wallet_is_not_lost(string command, string wallet)
    {
        Assert.Empty(_engine.Run(command).Errors);

        Assert.Equal([wallet], Directory.GetFiles(_directory["data", "mcp-tokens"]).Select(Path.GetFileName));
        Assert.False(File.Exists(_directory["data", "mcp-token"]));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ token = $token; walletId = @('x', 'y') } | Set-WaiaasToken -DataDir $data")]
    [InlineData("Set-WaiaasToken @{ token = $token; walletId = @{ a = 1 } } -DataDir $data")]
    public void A_wallet_that_cannot_be_told_is_an_error_and_not_the_default_token(string command)
    {
        Assert.Equal("WalletIdInvalid", _engine.Run(command).ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void A_secure_string_does_not_remember_the_wallet_that_it_was_written_to()
    {
        File.WriteAllText(_directory["source"], _token);

        Assert.Empty(_engine.With("source", _directory["source"]).Run(
            "$s = Get-WaiaasToken -LiteralPath $source; @{ token = $s; walletId = 'w1' } | Set-WaiaasToken -DataDir $data; Remove-WaiaasToken w1 -DataDir $data; Set-WaiaasToken $s -DataDir $data").Errors);

        Assert.True(File.Exists(_directory["data", "mcp-token"]));
        Assert.False(File.Exists(_directory["data", "mcp-tokens", "w1"]));
    }

    [Fact]
    public void A_secure_string_that_was_disposed_of_is_no_token()
    {
        Engine.Outcome outcome = _engine.Run("$s = [securestring]::new(); $s.Dispose(); Set-WaiaasToken $s -DataDir $data");

        Assert.Equal("TokenInputInvalid", outcome.ErrorId);
    }

    [Fact]
    public void An_ordered_dictionary_as_JSON_gives_it_is_understood()
    {
        _engine.With("response", new SortedList(StringComparer.Ordinal) { ["token"] = _token, ["walletId"] = "w2" });

        Assert.Empty(_engine.Run("Set-WaiaasToken $response -DataDir $data").Errors);
        Assert.Equal(_token, File.ReadAllText(_directory["data", "mcp-tokens", "w2"]));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ token = $token; walletId = $null } | Set-WaiaasToken -DataDir $data")]
    [InlineData("[pscustomobject]@{ token = $token; walletId = '' } | Set-WaiaasToken -DataDir $data")]
    public void A_response_without_a_wallet_is_the_default_token(string command)
    {
        Assert.Empty(_engine.Run(command).Errors);
        Assert.True(File.Exists(_directory["data", "mcp-token"]));
    }

    [Theory]
    [InlineData("Set-WaiaasToken $token -DataDir $data -WalletId $undefined")]
    [InlineData("Set-WaiaasToken $token -DataDir $data -WalletId ''")]
    [InlineData("Get-WaiaasToken -DataDir $data -WalletId $undefined")]
    [InlineData("Get-WaiaasTokenPath -DataDir $data -WalletId ''")]
    [InlineData("Set-WaiaasToken $token -DataDir $data -WalletId '../x'")]
    [InlineData("[pscustomobject]@{ token = $token; walletId = 'a/b' } | Set-WaiaasToken -DataDir $data")]
    [InlineData("Get-WaiaasTokenPath NUL -DataDir $data")]
    public void A_wallet_id_that_is_none_is_an_error_before_anything_is_touched(string command)
    {
        Engine.Outcome outcome = _engine.Run(command);

        Assert.Equal("WalletIdInvalid", outcome.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, outcome.Errors[0].CategoryInfo.Category);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void One_bad_object_in_a_pipeline_does_not_stop_the_others()
    {
        Engine.Outcome outcome = _engine.Run(
            "[pscustomobject]@{ token = $token; walletId = 'a' }, 42, [pscustomobject]@{ token = $token; walletId = 'b' } | Set-WaiaasToken -DataDir $data");

        Assert.Equal("TokenInputInvalid", outcome.ErrorId);
        Assert.Equal(["a", "b"], Directory.GetFiles(_directory["data", "mcp-tokens"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_token_given_once_is_written_to_every_wallet_of_the_pipeline()
    {
        Assert.Empty(_engine.Run("[pscustomobject]@{ walletId = 'a' }, [pscustomobject]@{ walletId = 'b' } | Set-WaiaasToken -Token $token -DataDir $data").Errors);

        Assert.Equal(_token, File.ReadAllText(_directory["data", "mcp-tokens", "b"]));
    }

    [Fact]
    public void A_secure_string_of_the_caller_stays_usable()
    {
        File.WriteAllText(_directory["source"], _token);
        _engine.With("source", _directory["source"]);

        Engine.Outcome outcome = _engine.Run(
            "$s = Get-WaiaasToken -LiteralPath $source; $s | Set-WaiaasToken -DataDir $data; @{ token = $s; walletId = 'w' } | Set-WaiaasToken -DataDir $data; $s.Length");

        Assert.Empty(outcome.Errors);
        Assert.Equal([_token.Length], outcome.Output);
    }

    [Fact]
    public void Eight_thousand_one_hundred_and_ninety_three_bytes_are_too_large()
    {
        foreach (int length in new[] { 8193, 70_000 })
        {
            Engine.Outcome outcome = _engine.With("large", SampleToken.OfLength(length)).Run("$large | Set-WaiaasToken -DataDir $data");

            Assert.Equal("TokenTooLarge", outcome.ErrorId);
            Assert.Equal(ErrorCategory.LimitsExceeded, outcome.Errors[0].CategoryInfo.Category);
            Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
        }
    }

    [Fact]
    public void WhatIf_touches_nothing_and_shows_only_the_path()
    {
        Engine.Outcome outcome = _engine.Run("Set-WaiaasToken $token -DataDir $data -WhatIf");

        Assert.Empty(outcome.Errors);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("'many'")]
    public void A_retry_count_that_is_none_does_not_bind(string count)
    {
        Assert.IsType<ParameterBindingException>(
            Assert.Single(_engine.Run($"Set-WaiaasToken $token -DataDir $data -MaximumRetryCount {count}").Errors).Exception, exactMatch: false);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Rewriting_a_token_through_the_pipeline_closes_it()
    {
        Unix.Need();
        _engine.Run("Set-WaiaasToken $token -DataDir $data");
        Unix.SetMode(_directory["data", "mcp-token"], "0644");

        Engine.Outcome outcome = _engine.Run("Get-WaiaasToken -DataDir $data | Set-WaiaasToken -DataDir $data");

        Assert.Empty(outcome.Errors);
        Assert.Equal("0600", Unix.ModeOf(_directory["data", "mcp-token"]));
    }
}
