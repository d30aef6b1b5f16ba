using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;
using WaiaaS.Daemon;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>Creates a session at the daemon and writes its token, unless a token that is good enough is there.</summary>
[Cmdlet(VerbsCommon.New, "WaiaasToken", DefaultParameterSetName = DataDirectorySet, SupportsShouldProcess = true)]
[OutputType(typeof(TokenInfo))]
public sealed class NewWaiaasTokenCommand : InputObjectCommandBase
{
    // A token with less time left than this is replaced, if half of its lifetime is over.
    private static readonly TimeSpan DefaultMinimum = TimeSpan.FromHours(1);

    private SecureString? _password;

    /// <summary>The wallets that the session is for, by id or name; without any all active ones.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [TextTransformation(TakesSeveral = true)]
    public string[]? WalletId { get; set; }

    /// <summary>Writes the default token, also for a single wallet.</summary>
    [Parameter(ParameterSetName = DataDirectorySet)]
    public SwitchParameter Default { get; set; }

    /// <summary>The token file's path; wildcards are ordinary characters.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP", "Path")]
    [TextTransformation]
    [AllowNull]
    [AllowEmptyString]
    public string? LiteralPath { get; set; }

    /// <summary>How long the token lasts, 5 minutes to 365 days.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LifetimeCompleter))]
    [LifetimeTransformation]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Creates a token that never expires.</summary>
    [Parameter]
    public SwitchParameter NoExpiration { get; set; }

    /// <summary>A token that the daemon accepts and that lasts so long stays.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LifetimeCompleter))]
    [LifetimeTransformation]
    public TimeSpan MinimumLifetime { get; set; } = DefaultMinimum;

    /// <summary>Creates a session whatever is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the session of the token that is replaced.</summary>
    [Parameter]
    public SwitchParameter KeepOldSession { get; set; }

    /// <summary>The daemon's master password.</summary>
    [Parameter]
    [MasterPasswordTransformation]
    public SecureString? MasterPassword { get; set; }

    /// <summary>A file that holds the daemon's master password.</summary>
    [Parameter]
    [TextTransformation]
    public string? MasterPasswordPath { get; set; }

    /// <summary>The daemon's address.</summary>
    [Parameter]
    [TextTransformation]
    public string? Uri { get; set; }

    /// <summary>The most seconds to wait for the complete response of the daemon, 1 to 3,600.</summary>
    [Parameter]
    [WholeNumberTransformation]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Gives what is known of the token, never the token.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected override void ProcessItem()
    {
        string[] wallets = WantedWallets();
        TimeSpan lifetime = LifetimeTransformationAttribute.Check(Lifetime);
        TimeSpan minimum = LifetimeTransformationAttribute.Check(MinimumLifetime);
        int timeout = WholeNumberTransformationAttribute.Check(TimeoutSec, nameof(TimeoutSec), 1, 3600);
        var wish = new SessionWish
        {
            Wallets = wallets,
            Lifetime = WantedLifetime(lifetime),
            MinimumLifetime = IsTyped(nameof(MinimumLifetime)) ? minimum : ShorterOf(minimum, lifetime),
            Force = Force,
            KeepOldSession = KeepOldSession,
            Locate = ids => LocationFor(ids, isOfOne: wallets.Length > 0 && ids.Count == 1),
            Password = FindPassword,
            Confirm = path => ShouldProcess(path, Messages.CreateToken),
        };
        using var connection = new DaemonConnection(DaemonAddress.Find(IsTyped(nameof(Uri)) ? Uri ?? string.Empty : null), TimeSpan.FromSeconds(timeout), Cancellation);
        TokenInfo? info = new SessionIssuer(connection, Store, Logger).Issue(wish);
        if (PassThru && info is not null)
            WriteInfo(info);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // What the caller made is the caller's.
        if (!ReferenceEquals(_password, MasterPassword))
            _password?.Dispose();
        base.Dispose(disposing);
    }

    private static TimeSpan ShorterOf(TimeSpan minimum, TimeSpan lifetime) =>
        minimum.Ticks < lifetime.Ticks / 2 ? minimum : TimeSpan.FromTicks(lifetime.Ticks / 2);

    private string[] WantedWallets()
    {
        PipelineInput? input = FindInput();
        if (input is { Kind: not PipelineInputKind.WalletId })
            throw new TokenException(TokenError.InputNotUsable, null, Messages.InputNotUsable(input));
        string[] wallets = input is not null ? [input.Text] : WalletId ?? (IsWalletIdTyped ? [string.Empty] : []);
        foreach (string? wallet in wallets)
        {
            // A wallet name can be any text; empty or unusable text gets the error of an invalid id.
            if (string.IsNullOrEmpty(wallet) || SafeText.IsMark(wallet!))
                Paths.WalletId.Check(wallet ?? string.Empty);
        }

        return wallets;
    }

    private TimeSpan? WantedLifetime(TimeSpan lifetime)
    {
        if (NoExpiration)
            return IsTyped(nameof(Lifetime)) ? throw new TokenException(TokenError.InputNotUsable, null, Messages.LifetimeBesideNoExpiration) : null;
        return lifetime >= SessionWish.ShortestLifetime && lifetime <= SessionWish.LongestLifetime
            ? lifetime
            : throw new TokenException(TokenError.InputNotUsable, null, Messages.LifetimeOutOfRange);
    }

    // A session for one wallet that was asked for by name goes where programs that serve one wallet look.
    private TokenLocation LocationFor(IReadOnlyList<string> wallets, bool isOfOne) =>
        IsLiteralPathTyped ? AtPath(LiteralPath) : InDataDirectory(isOfOne && !Default ? wallets[0] : null);

    private SecureString FindPassword() => _password ??= MasterPasswords.Find(
        IsTyped(nameof(MasterPassword)) ? MasterPassword ?? new SecureString() : null,
        IsTyped(nameof(MasterPasswordPath)) ? MasterPasswordPath ?? string.Empty : null,
        ResolvePath);
}
