using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>What docs/en-US says of a parameter.</summary>
internal sealed partial record MarkdownParameter(
    string Name,
    string Description,
    string Type,
    string DefaultValue,
    bool SupportsWildcards,
    IReadOnlyList<string> Aliases,
    IReadOnlyDictionary<string, MarkdownParameterSet> Sets)
{
    public static MarkdownParameter Parse(string name, string body)
    {
        int yaml = body.IndexOf("```yaml", StringComparison.Ordinal);
        Assert.True(yaml >= 0, $"-{name} has no block of properties.");
        string properties = body[yaml..];
        return new MarkdownParameter(
            name,
            body[..yaml].Trim(),
            Value(properties, "Type"),
            Value(properties, "DefaultValue"),
            bool.Parse(Value(properties, "SupportsWildcards")),
            [.. Alias().Matches(properties).Select(alias => alias.Groups[1].Value).Order(StringComparer.Ordinal)],
            Set().Matches(properties).ToDictionary(set => set.Groups[1].Value, set => MarkdownParameterSet.Parse(set.Value)));
    }

    internal static string Value(string properties, string key)
    {
        Match match = Regex.Match(properties, $"^ *{key}: *(.*)$", RegexOptions.Multiline);
        Assert.True(match.Success, $"There is no {key} in: {properties}");
        return match.Groups[1].Value.Trim().Trim('\'');
    }

    [GeneratedRegex(@"^- (?!Name)(\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alias();

    [GeneratedRegex(@"^- Name: (.+)\n(?:  .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Set();
}

/// <summary>What docs/en-US says of a parameter in one parameter set.</summary>
internal sealed record MarkdownParameterSet(string Position, bool IsRequired, bool ByValue, bool ByPropertyName, bool FromRemainingArguments)
{
    public static MarkdownParameterSet Parse(string properties) => new(
        MarkdownParameter.Value(properties, "Position"),
        bool.Parse(MarkdownParameter.Value(properties, "IsRequired")),
        bool.Parse(MarkdownParameter.Value(properties, "ValueFromPipeline")),
        bool.Parse(MarkdownParameter.Value(properties, "ValueFromPipelineByPropertyName")),
        bool.Parse(MarkdownParameter.Value(properties, "ValueFromRemainingArguments")));
}
