using System;
using System.Management.Automation;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>Answers whether a token can be used, now and for some time to come.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WaiaasToken", DefaultParameterSetName = DataDirectorySet)]
[OutputType(typeof(bool))]
public sealed class TestWaiaasTokenCommand : LiteralPathCommandBase
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
    protected override void ProcessItem()
    {
        string? reason = WhyNotUsable(Locate(LiteralPath, WalletIdOrDefault(WalletId)));
        if (reason is not null)
            Logger.Verbose(reason);
        WriteObject(reason is null);
    }

    private string? WhyNotUsable(TokenLocation location)
    {
        TokenInfo info;
        try
        {
            info = Store.Inspect(location);
        }
        catch (TokenException error)
        {
            return ErrorRecords.MessageOf(error);
        }

        if (info.State == TokenState.Expired)
            return Messages.ExpiredAt(info.Path, info.ExpiresAt!.Value);
        if (info.State != TokenState.Active)
            return Messages.NotUsable(info.Path, info.State, info.Reason is null ? null : Messages.Complete(info.Reason, info.Remedy, info.Path));
        return info.Remaining < MinimumLifetime ? Messages.ExpiresTooSoon(info.Path, info.ExpiresAt!.Value, MinimumLifetime) : null;
    }
}
