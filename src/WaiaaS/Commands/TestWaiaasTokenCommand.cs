using System;
using System.Management.Automation;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>Answers whether a token can be used, now and for some time to come.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WaiaasToken", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(bool))]
public sealed class TestWaiaasTokenCommand : LiteralPathCommand
{
    /// <summary>The wallet whose token is meant; without it the default token is.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    public string? WalletId { get; set; }

    /// <summary>How long the token must still last, 0 or more.</summary>
    [Parameter]
    [LifetimeTransformation]
    public TimeSpan MinimumLifetime { get; set; }

    /// <inheritdoc/>
    protected override void ProcessToken()
    {
        TokenLocation location = ParameterSetName == LiteralPathSet
            ? LocationAtPath(LiteralPath)
            : LocationInDataDirectory(Meant(WalletId));
        string? reason = WhyNot(location);
        if (reason is not null)
            Observer.Verbose(reason);
        WriteObject(reason is null);
    }

    private string? WhyNot(TokenLocation location)
    {
        TokenInfo info;
        try
        {
            info = Store.Inspect(location);
        }
        catch (TokenException failure)
        {
            return failure.Message;
        }

        if (info.State == TokenState.Expired)
            return Messages.ExpiredAt(info.Path, info.ExpiresAt!.Value);
        if (info.State != TokenState.Active)
            return Messages.NotUsable(info.Path, info.State, info.Reason);
        return info.Remaining < MinimumLifetime ? Messages.ExpiresTooSoon(info.Path, info.ExpiresAt!.Value, MinimumLifetime) : null;
    }
}
