using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Security;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>
/// What a piped object means: a wallet id, a path, or nothing that selects a token. It replaces the object itself, which
/// may be a token: PowerShell's errors print parameter values and keep them.
/// </summary>
internal sealed class PipelineInput
{
    // With 'Deserialized.' of a remote session or a job, with 'Selected.' of Select-Object.
    private const string InfoTypeName = ".WaiaaS.TokenInfo";

    private static readonly char[] Separators = ['/', '\\'];

    private PipelineInput(PipelineInputKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    public PipelineInputKind Kind { get; }

    /// <summary>The wallet id or the path; else the name of the object's type.</summary>
    public string Text { get; }

    /// <summary>The first word that was meant as the name of a parameter, where the input is <see cref="PipelineInputKind.Collection"/>.</summary>
    public string? ParameterName { get; private set; }

    /// <summary>Decides what an object means. Strings first: those of <c>Get-Content</c> carry the path of their file.</summary>
    public static PipelineInput Of(object? input)
    {
        object? value = ObjectMembers.Unwrap(input);
        return value switch
        {
            PipelineInput known => known,
            null => new(PipelineInputKind.Unusable, "null"),
            string text => OfText(text),
            Guid id => new(PipelineInputKind.WalletId, id.ToString()),
            SecureString => new(PipelineInputKind.Token, nameof(SecureString)),
            FileSystemInfo file => new(PipelineInputKind.Path, file.FullName),
            TokenInfo info => new(PipelineInputKind.Path, info.Path),
            IDictionary => OfMembers(input!, value),
            IEnumerable items => OfItems(items, value),
            _ => OfMembers(input!, value),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static PipelineInput OfText(string text)
    {
        if (TokenRecognizer.IsIn(text))
            return new(PipelineInputKind.Token, nameof(String));
        return new(text.IndexOfAny(Separators) >= 0 ? PipelineInputKind.Path : PipelineInputKind.WalletId, text);
    }

    private static PipelineInput OfItems(IEnumerable items, object value)
    {
        var collection = new PipelineInput(PipelineInputKind.Collection, value.GetType().Name);
        foreach (object? item in items)
            collection.ParameterName ??= SurplusArguments.ParameterNameIn(ObjectMembers.Unwrap(item));
        return collection;
    }

    private static PipelineInput OfMembers(object input, object value)
    {
        string type = ObjectMembers.TypeNameOf(value);
        if (ObjectMembers.Has(input, "token"))
            return new(PipelineInputKind.Token, type);
        if (value is not IDictionary && PathOf(PSObject.AsPSObject(input), value) is { } path)
            return new(PipelineInputKind.Path, path);
        if (ObjectMembers.Has(input, "WalletId"))
            return new(PipelineInputKind.WalletId, ParameterText.Of(ObjectMembers.Find(input, "WalletId")) ?? string.Empty);
        return value is PSObject && ObjectMembers.Find(input, "Path") is string own
            ? new(PipelineInputKind.Path, own)
            : new(PipelineInputKind.Unusable, type);
    }

    private static string? PathOf(PSObject input, object value)
    {
        if (value is PSObject && input.TypeNames[0].EndsWith(InfoTypeName, StringComparison.Ordinal)
            && ObjectMembers.Find(input, "Path") is string path)
        {
            return path;
        }

        return ObjectMembers.Find(input, "PSPath") as string;
    }
}

/// <summary>What a piped object can mean.</summary>
internal enum PipelineInputKind
{
    /// <summary>The token of a wallet, perhaps of several, by a wildcard.</summary>
    WalletId,

    /// <summary>The token at a path.</summary>
    Path,

    /// <summary>It is a token or has one, as an API response does.</summary>
    Token,

    /// <summary>A list. PowerShell passes arguments that it has no parameter for as one.</summary>
    Collection,

    /// <summary>Something else.</summary>
    Unusable,
}
