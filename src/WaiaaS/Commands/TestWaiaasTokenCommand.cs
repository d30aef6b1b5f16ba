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

    private protected override bool IsDefaultTyped => Default;

    private protected override string DefaultParameter => nameof(Default);

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        TimeSpan lifetime = LifetimeTransformationAttribute.Check(MinimumLifetime);
        string? reason = WhyNotUsable(Locate(WalletId, LiteralPath), lifetime);
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
