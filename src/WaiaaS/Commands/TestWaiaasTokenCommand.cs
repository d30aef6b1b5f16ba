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
    /// <summary>The wallet. Default: the default token.</summary>
    [Parameter(Position = 0, ParameterSetName = DataDirectorySet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WalletIdCompleter))]
    [TextTransformation]
    public string? WalletId { get; set; }

    /// <summary>The default token, said aloud.</summary>
    [Parameter(ParameterSetName = DataDirectorySet)]
    public SwitchParameter Default { get; set; }

    /// <summary>How long the token must still last, 0 or more.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LifetimeCompleter))]
    [LifetimeTransformation]
    public TimeSpan MinimumLifetime { get; set; }

    /// <summary>Asks the daemon too whether it accepts the token.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    /// <summary>The daemon's address, for <see cref="Online"/>.</summary>
    [Parameter]
    [TextTransformation]
    public string? Uri { get; set; }

    /// <summary>The most seconds to wait for the complete response of the daemon, 1 to 3,600.</summary>
    [Parameter]
    [WholeNumberTransformation]
    public int TimeoutSec { get; set; } = 30;

    private protected override bool IsDefaultTyped => Default;

    private protected override string DefaultParameter => nameof(Default);

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        TimeSpan lifetime = LifetimeTransformationAttribute.Check(MinimumLifetime);
        TokenLocation location = Locate(WalletId, LiteralPath);
        string? reason = WhyNotUsable(location, lifetime);
        if (reason is null && Online)
            reason = OnlineCheck.WhyRefused(Store, location, IsTyped(nameof(Uri)) ? Uri ?? string.Empty : null, WholeNumberTransformationAttribute.Check(TimeoutSec, nameof(TimeoutSec), 1, 3600), Cancellation);
        if (reason is not null)
            Logger.Verbose(reason);
        WriteObject(reason is null);
    }

    private string? WhyNotUsable(TokenLocation location, TimeSpan lifetime)
    {
        TokenInfo info;
        try
        {
            info = Store.Inspect(location);
        }
        catch (TokenException error)
        {
            return ErrorRecords.MessageOf(IsVerbose ? Explain(error) : error);
        }

        if (info.State == TokenState.Expired)
            return Messages.ExpiredAt(info.Path, info.ExpiresAt!.Value);
        if (info.State != TokenState.Active)
            return Messages.NotUsable(info.Path, info.State, info.Reason is null ? null : ReasonOf(info));
        return info.Remaining < lifetime ? Messages.ExpiresTooSoon(info.Path, info.ExpiresAt!.Value, lifetime) : null;
    }
}
