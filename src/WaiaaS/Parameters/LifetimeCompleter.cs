using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace WaiaaS.Parameters;

/// <summary>Completes a length of time with examples, where PowerShell would complete names of files.</summary>
public sealed class LifetimeCompleter : IArgumentCompleter
{
    private static readonly KeyValuePair<string, string>[] Examples =
    [
        new("00:10:00", Messages.TenMinutes),
        new("01:00:00", Messages.OneHour),
        new("1.00:00:00", Messages.OneDay),
        new("7.00:00:00", Messages.SevenDays),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        foreach (KeyValuePair<string, string> example in Examples)
        {
            if (example.Key.StartsWith(typed, StringComparison.Ordinal))
                yield return new CompletionResult(example.Key, example.Key, CompletionResultType.ParameterValue, example.Value);
        }
    }
}
