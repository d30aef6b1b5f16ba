using System;
using System.Management.Automation;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Formatting;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>What all cmdlets share: where the data directory is, how errors and messages reach the user, and Ctrl+C.</summary>
public abstract class TokenCommandBase : PSCmdlet, ITokenLogger, IDisposable
{
    /// <summary>The parameter set that finds the token in a data directory.</summary>
    protected const string DataDirectorySet = "DataDirectory";

    /// <summary>The parameter set that is given the token's path.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    private readonly CancellationTokenSource _stop = new();
    private TokenStore? _store;
    private bool _hasWarnedOfVariable;

    /// <summary>The data directory. Default: <c>WAIAAS_DATA_DIR</c>, else <c>.waiaas</c> in the home directory.</summary>
    [Parameter(ParameterSetName = DataDirectorySet)]
    [TextTransformation]
    public string? DataDir { get; set; }

    /// <summary>Where messages to the user go, so that the source line they carry is masked.</summary>
    private protected ITokenLogger Logger => this;

    /// <summary>Ctrl+C.</summary>
    private protected CancellationToken Cancellation => _stop.Token;

    private protected TokenStore Store => _store ??= new TokenStore(this, _stop.Token);

    void ITokenLogger.Warning(string message, Remedy remedy, string path)
    {
        TokenMask.Apply(MyInvocation);
        WriteWarning(Messages.Complete(message, remedy));
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
            WriteError(ErrorRecords.From(Explain(error)));
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

    /// <summary>The parameter that means the default token; null where there is none.</summary>
    private protected virtual string? DefaultParameter => null;

    /// <summary>Adds to an error what the user would find out by looking around.</summary>
    private protected TokenException Explain(TokenException error) => ErrorHints.AddTo(error, InvokeProvider.Item, DefaultParameter);

    /// <summary>Ends the command, before it did anything.</summary>
    private protected void Refuse(TokenException error)
    {
        TokenMask.Apply(MyInvocation);
        ThrowTerminatingError(ErrorRecords.From(error));
    }

    /// <summary>Asks PowerShell whether to go on.</summary>
    /// <param name="target">The token's path.</param>
    /// <param name="action">What is to be done with it.</param>
    private protected new bool ShouldProcess(string target, string action)
    {
        // Only then does it write a message, and the message carries the source line.
        if (IsVerbose)
            TokenMask.Apply(MyInvocation);
        return base.ShouldProcess(target, action);
    }

    /// <summary>Whether a Verbose message may be shown.</summary>
    private protected bool IsVerbose =>
        IsTyped("Verbose") || GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue;

    /// <summary>Puts an info out, with what the user can do about it.</summary>
    private protected void WriteInfo(TokenInfo info)
    {
        if (info.Reason is not null)
            info.Reason = ReasonOf(info);
        info.DataDirectorySource = SourceOf(info.DataDirectory);
        WriteObject(TokenInfoView.Of(info));
    }

    // A token that was given by its path may well be in the data directory.
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

        if (IsTyped(nameof(DataDir)))
            return Messages.FromParameter;
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DataDirectory.Variable)) ? Messages.FromHome : DataDirectory.Variable;
    }

    /// <summary>Why an info's token is not usable, and what to do.</summary>
    private protected string ReasonOf(TokenInfo info) => info.Error is { } error
        ? ErrorRecords.MessageOf(Explain(new TokenException(error, info.Path, info.Reason!, info.Remedy)))
        : Messages.Complete(info.Reason!, info.Remedy);

    /// <summary>
    /// Whether a parameter was given on the command line or by $PSDefaultParameterValues. Call before the first pipeline
    /// object: its bound values count afterwards.
    /// </summary>
    private protected bool IsTyped(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>
    /// Whether a script block was given, which takes the parameter's value from the pipeline's object; that object is then
    /// not meant by itself. To be asked at the same time.
    /// </summary>
    /// <remarks>Until there is a value, PowerShell has an object of an internal type in its place.</remarks>
    private protected bool IsTypedAsScript(string parameter) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out object value) && value is not (null or string or string[]);

    /// <summary>The data directory as an absolute path.</summary>
    /// <remarks>A path that the user leaves empty is a mistake. PowerShell's own error for it would show the source line,
    /// with a token that was typed there.</remarks>
    private protected string ResolvedDataDirectory()
    {
        bool isTyped = IsTyped(nameof(DataDir));
        string directory = ResolvePath(DataDirectory.Find(isTyped ? DataDir ?? string.Empty : null));
        if (!isTyped && !_hasWarnedOfVariable && DataDirectory.FromEnvironment() is { } value && !DataDirectory.IsUnambiguous(value))
        {
            _hasWarnedOfVariable = true;
            Logger.Warning(Messages.VariableIsAmbiguous(SafeText.Printable(value), directory), Remedy.None, directory);
        }

        return directory;
    }

    /// <summary>The token of a wallet, or the default token, in the data directory.</summary>
    /// <param name="walletId">The wallet; null for the default token.</param>
    /// <exception cref="TokenException">The directory or the wallet id is invalid.</exception>
    private protected TokenLocation InDataDirectory(string? walletId) => TokenLocation.InDataDirectory(ResolvedDataDirectory(), walletId);

    /// <summary>The token at a path.</summary>
    /// <param name="path">As the user wrote it; null counts as empty.</param>
    /// <exception cref="TokenException">The path is not a file path.</exception>
    private protected TokenLocation AtPath(string? path)
    {
        path ??= string.Empty;
        string resolved = ResolvePath(path);
        return PSPathResolver.NamesDirectory(path) ? throw TokenLocation.NamesNoFile(resolved, path) : TokenLocation.AtPath(resolved);
    }

    private protected string ResolvePath(string path) => PSPathResolver.ToFileSystemPath(SessionState.Path, path);
}
