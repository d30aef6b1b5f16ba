using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using WaiaaS.Daemon;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>Renews tokens that are about to expire.</summary>
[Cmdlet(VerbsData.Update, "WaiaasToken", DefaultParameterSetName = DataDirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(TokenInfo))]
public sealed class UpdateWaiaasTokenCommand : TokenSelectionCommandBase
{
    private readonly ProgressRecord _progress = new(0, Messages.RenewTokens, " ");
    private int _count;

    /// <summary>A token is renewed when no more than so many hundredths of its lifetime are left, 1 to 50.</summary>
    [Parameter]
    [WholeNumberTransformation]
    public int RemainingPercent { get; set; } = 30;

    /// <summary>Asks the daemon however much is left.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The daemon's address.</summary>
    [Parameter]
    [TextTransformation]
    public string? Uri { get; set; }

    /// <summary>The most seconds to wait for the complete response of the daemon, 1 to 3,600.</summary>
    [Parameter]
    [WholeNumberTransformation]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Gives what is known of the token in place, never the token.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override IEnumerable<TokenLocation> DefaultLocations() => [InDataDirectory(null)];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected override void ProcessLocation(TokenLocation location)
    {
        ShowProgress(location);
        var wish = new RenewalWish
        {
            RemainingPercent = WholeNumberTransformationAttribute.Check(RemainingPercent, nameof(RemainingPercent), 1, 50),
            Force = Force,
            Confirm = path => ShouldProcess(path, Messages.RenewToken),
        };
        int timeout = WholeNumberTransformationAttribute.Check(TimeoutSec, nameof(TimeoutSec), 1, 3600);
        using var connection = new DaemonConnection(DaemonAddress.Find(IsTyped(nameof(Uri)) ? Uri ?? string.Empty : null), TimeSpan.FromSeconds(timeout), Cancellation);
        TokenInfo info = new SessionRenewer(connection, Store, Logger, wish).Renew(location);
        if (PassThru)
            WriteInfo(info);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_count < 2)
            return;
        _progress.RecordType = ProgressRecordType.Completed;
        WriteProgress(_progress);
    }

    // One token needs no progress bar.
    private void ShowProgress(TokenLocation location)
    {
        if (++_count < 2)
            return;
        _progress.StatusDescription = location.FullPath;
        WriteProgress(_progress);
    }
}
