using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>The help of one cmdlet as docs/en-US has it: the parts of platyPS' format that the tests look at.</summary>
internal sealed partial class MarkdownHelp
{
    private readonly string _text;

    private MarkdownHelp(string path)
    {
        _text = File.ReadAllText(path);
        Path = path;
    }

    public string Path { get; }

    public string Text => _text;

    public string Synopsis => Section("SYNOPSIS");

    public string Description => Section("DESCRIPTION");

    public string Notes => Section("NOTES");

    /// <summary>The parameter sets by name, each as <c>Get-Command -Syntax</c> writes it, on one line.</summary>
    public IReadOnlyDictionary<string, string> Syntax =>
        Parts("SYNTAX").ToDictionary(part => part.Title, part => HelpText.Flat(part.Body.Replace("```", string.Empty, StringComparison.Ordinal)));

    public IReadOnlyList<MarkdownExample> Examples => [.. Parts("EXAMPLES").Select(part => MarkdownExample.Parse(part.Title, part.Body))];

    public IReadOnlyList<MarkdownParameter> Parameters =>
        [.. Parts("PARAMETERS").Where(part => part.Title.StartsWith('-')).Select(part => MarkdownParameter.Parse(part.Title[1..], part.Body))];

    public IReadOnlyDictionary<string, string> Inputs => Parts("INPUTS").ToDictionary(part => part.Title, part => part.Body);

    public IReadOnlyDictionary<string, string> Outputs => Parts("OUTPUTS").ToDictionary(part => part.Title, part => part.Body);

    /// <summary>The targets of the links, by their texts.</summary>
    public IReadOnlyDictionary<string, string> Links =>
        Link().Matches(Section("RELATED LINKS")).ToDictionary(link => link.Groups[1].Value, link => link.Groups[2].Value);

    /// <summary>The ids of errors that the notes explain.</summary>
    public IReadOnlyList<string> ErrorIds => [.. ErrorId().Matches(Notes).Select(id => id.Groups[1].Value)];

    /// <summary>Skips the test where only the test program and the module are.</summary>
    public static MarkdownHelp Of(string cmdlet)
    {
        string folder = Staged.File("docs", "en-US");
        Assert.SkipUnless(Directory.Exists(folder), "needs docs/en-US, which is not published beside the tests");
        string path = System.IO.Path.Combine(folder, cmdlet + ".md");
        Assert.True(File.Exists(path), $"There is no docs/en-US/{cmdlet}.md.");
        return new MarkdownHelp(path);
    }

    /// <summary>A value of the front matter.</summary>
    public string Metadata(string key) =>
        Regex.Match(_text, $"^{Regex.Escape(key)}: (.+)$", RegexOptions.Multiline).Groups[1].Value;

    private string Section(string name)
    {
        Match section = Regex.Match(_text, $@"^## {name}\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(section.Success, $"{Path} has no section {name}.");
        return section.Groups[1].Value.Trim();
    }

    private IEnumerable<(string Title, string Body)> Parts(string section)
    {
        foreach (Match part in Part().Matches(Section(section)))
            yield return (part.Groups[1].Value.Trim(), part.Groups[2].Value.Trim());
    }

    [GeneratedRegex(@"^### ([^\n]+)\n(.*?)(?=^### |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^- `([A-Za-z]+)`:", RegexOptions.Multiline)]
    private static partial Regex ErrorId();
}
