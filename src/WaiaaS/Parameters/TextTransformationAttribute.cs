using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace WaiaaS.Parameters;

/// <summary>
/// Makes text of what comes to a wallet id or a path, and a mark of what is none: a token, an object, a list. The rules for
/// names refuse the mark. PowerShell would show the value in an error of its own, or keep it among the parameters that an
/// error of another parameter shows.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes several texts.</summary>
    public bool TakesSeveral { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = ObjectMembers.Unwrap(inputData);
        if (!TakesSeveral || value is string or IDictionary or not IEnumerable)
            return ParameterText.Of(value)!;
        var texts = new List<string?>();
        foreach (object? item in (IEnumerable)value)
            texts.Add(ParameterText.Of(item));
        return texts.ToArray();
    }
}
