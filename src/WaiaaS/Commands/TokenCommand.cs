using System;
using System.Management.Automation;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>What all cmdlets share: which token is meant, how errors and messages reach the user, and Ctrl+C.</summary>
public abstract class TokenCommand : PSCmdlet, ITokenObserver, IDisposable
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
    private protected ITokenObserver Observer => this;

    private protected TokenStore Store => _store ??= new TokenStore(this, _stop.Token);

    void ITokenObserver.Warning(string message)
    {
        CommandLine.Redact(MyInvocation);
        WriteWarning(message);
    }

    void ITokenObserver.Verbose(string message)
    {
        CommandLine.Redact(MyInvocation);
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
    protected sealed override void ProcessRecord() => Attempt(ProcessToken);

    /// <summary>Does something for one token; its failure is an error of that token alone.</summary>
    /// <param name="action">What to do.</param>
    private protected void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (TokenException failure)
        {
            CommandLine.Redact(MyInvocation);
            WriteError(ErrorTable.RecordOf(failure));
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
    protected abstract void ProcessToken();

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing) => _stop.Dispose();

    /// <summary>Asks PowerShell, as <see cref="Cmdlet.ShouldProcess(string, string)"/> does, whether to go on.</summary>
    private protected bool IsConfirmed(string path, string action)
    {
        // Only then does it write a message, and the message carries the source line.
        if (MyInvocation.BoundParameters.ContainsKey("Verbose") || GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue)
            CommandLine.Redact(MyInvocation);
        return ShouldProcess(path, action);
    }

    private protected string ResolvedDataDirectory() => ResolvePath(DataDirectory.Find(Given(DataDir, nameof(DataDir))));

    private protected TokenLocation LocationInDataDirectory(string? walletId) =>
        TokenLocation.InDataDirectory(ResolvedDataDirectory(), walletId);

    private protected TokenLocation LocationAtPath(string? path)
    {
        string resolved = ResolvePath(path ?? string.Empty);
        return FileSystemPath.NamesDirectory(path!)
            ? throw new TokenException(TokenError.PathNotFileSystem, resolved, Messages.PathNamesNoFile(path!))
            : TokenLocation.AtPath(resolved);
    }

    /// <summary>
    /// The wallet id, or null where there is none. What a pipeline object leaves empty is none; what the user leaves
    /// empty is a mistake, such as a variable that is not set, and must not lead to another wallet's token.
    /// </summary>
    private protected string? Meant(string? walletId) =>
        string.IsNullOrEmpty(walletId) && !_walletIdGiven ? null : walletId ?? string.Empty;

    // A path that the user leaves empty is a mistake as well. PowerShell's own error for it would show the source line,
    // with a token that was typed there.
    private string? Given(string? path, string parameter) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? path ?? string.Empty : null;

    private string ResolvePath(string path) => FileSystemPath.Resolve(SessionState.Path, path);
}
