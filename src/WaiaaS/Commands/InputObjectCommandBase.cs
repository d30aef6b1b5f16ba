using System.Management.Automation;
using WaiaaS.Parameters;
using WaiaaS.Paths;

namespace WaiaaS.Commands;

/// <summary>
/// Base of the cmdlets whose pipeline input selects the token. One hidden parameter takes every piped object and surplus
/// argument, because PowerShell's own errors would print the value, which may be a token.
/// </summary>
public abstract class InputObjectCommandBase : TokenCommandBase
{
    private const string WalletIdParameter = "WalletId";

    private bool _isLateBound;

    /// <summary>What names the token: a wallet id, a path, a file, an object with a <c>WalletId</c>, or a <see cref="TokenInfo"/>.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromRemainingArguments = true, DontShow = true)]
    [PipelineInputTransformation]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Whether <c>-WalletId</c> was typed.</summary>
    private protected bool IsWalletIdTyped { get; private set; }

    /// <summary>Whether <c>-LiteralPath</c> was typed.</summary>
    private protected bool IsLiteralPathTyped { get; private set; }

    /// <summary>Whether the default token was asked for by name.</summary>
    private protected virtual bool IsDefaultTyped => false;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        IsWalletIdTyped = IsTyped(WalletIdParameter);
        IsLiteralPathTyped = IsTyped(LiteralPathSet);
        _isLateBound = IsTypedAsScript(WalletIdParameter) || IsTypedAsScript(LiteralPathSet);
        if (InputObject is PipelineInput { Kind: PipelineInputKind.Collection } surplus)
            Refuse(SurplusArguments.ErrorFor(surplus.ParameterName, MyInvocation.MyCommand.Name));
    }

    /// <summary>The one token that parameters or the pipeline select.</summary>
    /// <param name="walletId">What <c>-WalletId</c> has, be it from the pipeline's object by name.</param>
    /// <param name="literalPath">What <c>-LiteralPath</c> has, likewise.</param>
    private protected TokenLocation Locate(string? walletId, string? literalPath)
    {
        if (FindInput() is { } input)
            return input.Kind == PipelineInputKind.Path ? AtPath(input.Text) : InDataDirectory(input.Text);
        if (IsLiteralPathTyped)
            return AtPath(literalPath);

        // An empty id is a mistake, such as a variable that is not set, and must not lead to another wallet's token.
        return InDataDirectory(IsWalletIdTyped ? walletId ?? string.Empty : null);
    }

    /// <summary>What the pipeline selects; null if parameters select the token.</summary>
    /// <exception cref="TokenException"><see cref="TokenError.InputNotUsable"/>.</exception>
    private protected PipelineInput? FindInput()
    {
        if (IsWalletIdTyped && IsDefaultTyped)
            throw new TokenException(TokenError.InputNotUsable, null, Messages.DefaultBesideWalletId);
        if (InputObject is not PipelineInput input)
            return null;

        if (_isLateBound)
            return null;
        if (IsWalletIdTyped || IsLiteralPathTyped || IsDefaultTyped)
            throw new TokenException(TokenError.InputNotUsable, null, Messages.InputBesideName(input));
        return input.Kind is PipelineInputKind.WalletId or PipelineInputKind.Path
            ? input
            : throw new TokenException(TokenError.InputNotUsable, null, Messages.InputNotUsable(input));
    }
}
