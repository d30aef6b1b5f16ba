using System;
using System.Management.Automation;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Formatting;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>What all cmdlets share: which token is meant, how errors and messages reach the user, and Ctrl+C.</summary>
public abstract class TokenCommandBase : PSCmdlet, ITokenLogger, IDisposable
{
    /// <summary>The parameter set that finds the token in a data directory.</summary>
    protected const string DataDirectorySet = "DataDirectory";

    /// <summary>The parameter set that is given the token's path.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    private const string WalletIdParameter = "WalletId";

    private readonly CancellationTokenSource _stop = new();
    private TokenStore? _store;
    private bool _walletIdGiven;

    /// <summary>The data directory. Default: <c>WAIAAS_DATA_DIR</c>, else <c>.waiaas</c> in the home directory.</summary>
    [Parameter(ParameterSetName = DataDirectorySet)]
    public string? DataDir { get; set; }

    /// <summary>Where messages to the user go, so that the source line they carry is masked.</summary>
    private protected ITokenLogger Logger => this;

    private protected TokenStore Store => _store ??= new TokenStore(this, _stop.Token);

    void ITokenLogger.Warning(string message, Remedy remedy, string path)
    {
        TokenMask.Apply(MyInvocation);
        WriteWarning(Messages.Complete(message, remedy, path));
    }

    void ITokenLogger.Verbose(string message)
    {
        TokenMask.Apply(MyInvocation);
        WriteVerbose(message);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _walletIdGiven = MyInvocation.BoundParameters.ContainsKey(WalletIdParameter);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => WithErrors(ProcessItem);

    /// <summary>Does something for one token; an error is that token's alone.</summary>
    /// <param name="action">What to do.</param>
    private protected void WithErrors(Action action)
    {
        try
        {
            action();
        }
        catch (TokenException error)
        {
            TokenMask.Apply(MyInvocation);
            WriteError(ErrorRecords.From(error));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C came when the cmdlet had just ended.
            return;
        }
    }

    /// <summary>Does the cmdlet's work for one input object.</summary>
    protected abstract void ProcessItem();

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing) => _stop.Dispose();

    /// <summary>Asks PowerShell whether to go on.</summary>
    /// <param name="target">The token's path.</param>
    /// <param name="action">What is to be done with it.</param>
    private protected new bool ShouldProcess(string target, string action)
    {
        // Only then does it write a message, and the message carries the source line.
        if (MyInvocation.BoundParameters.ContainsKey("Verbose") || GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue)
            TokenMask.Apply(MyInvocation);
        return base.ShouldProcess(target, action);
    }

    /// <summary>Puts an info out, with what the user can do about it.</summary>
    private protected void WriteInfo(TokenInfo info)
    {
        if (info.Reason is not null)
            info.Reason = Messages.Complete(info.Reason, info.Remedy, info.Path);
        info.DataDirectorySource = SourceOf(info.DataDirectory);
        WriteObject(TokenInfoView.Of(info));
    }

    // A token that was given by its path may well stand in the data directory.
    private string SourceOf(string dataDirectory)
    {
        try
        {
            if (dataDirectory != ResolvedDataDirectory())
                return Messages.FromPath;
        }
        catch (TokenException)
        {
            return Messages.FromPath;
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(DataDir)))
            return Messages.FromParameter;
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DataDirectory.Variable)) ? Messages.FromHome : DataDirectory.Variable;
    }

    private protected string ResolvedDataDirectory() => ResolvePath(DataDirectory.Find(ValueIfBound(DataDir, nameof(DataDir))));

    /// <summary>Where the token is that the parameters mean.</summary>
    /// <param name="literalPath">The path, for <see cref="LiteralPathSet"/>.</param>
    /// <param name="walletId">The wallet, or null for the default token, for <see cref="DataDirectorySet"/>.</param>
    /// <exception cref="TokenException">The path or the id is none.</exception>
    private protected TokenLocation Locate(string? literalPath, string? walletId)
    {
        if (ParameterSetName != LiteralPathSet)
            return TokenLocation.InDataDirectory(ResolvedDataDirectory(), walletId);
        string path = literalPath ?? string.Empty;
        string resolved = ResolvePath(path);
        return PSPathResolver.NamesDirectory(path) ? throw TokenLocation.NamesNoFile(resolved, path) : TokenLocation.AtPath(resolved);
    }

    /// <summary>
    /// The wallet id, or null where there is none. What a pipeline object leaves empty is none; what the user leaves
    /// empty is a mistake, such as a variable that is not set, and must not lead to another wallet's token.
    /// </summary>
    private protected string? WalletIdOrDefault(string? walletId) =>
        string.IsNullOrEmpty(walletId) && !_walletIdGiven ? null : walletId ?? string.Empty;

    // A path that the user leaves empty is a mistake as well. PowerShell's own error for it would show the source line,
    // with a token that was typed there.
    private string? ValueIfBound(string? path, string parameter) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? path ?? string.Empty : null;

    private string ResolvePath(string path) => PSPathResolver.ToFileSystemPath(SessionState.Path, path);
}
