using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>What Get-Help reads is what docs/en-US says: fails where somebody forgot <c>build.ps1 -Task Help</c>.</summary>
public sealed class MamlTests
{
    private const string Remedy = "Run ./build.ps1 -Task Help.";

    public static TheoryData<string> Cmdlets => CmdletHelpTests.Cmdlets;

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_texts_are_those_of_the_Markdown(string cmdlet)
    {
        (MarkdownHelp source, MamlHelp help) = (MarkdownHelp.Of(cmdlet), MamlHelp.Of(cmdlet));

        AssertSame(source.Synopsis, help.Synopsis);
        AssertSame(source.Description, help.Description);
        AssertSame(source.Notes, help.Notes);
        Assert.Equal(source.Inputs.Select(type => (type.Key, HelpText.Words(type.Value))), help.Inputs.Select(type => (type.Key, type.Value)));
        Assert.Equal(source.Outputs.Select(type => (type.Key, HelpText.Words(type.Value))), help.Outputs.Select(type => (type.Key, type.Value)));
        Assert.Equal(
            source.Links.Keys.Select(text => (text, string.Empty)).Prepend(("Online Version:", source.Metadata("HelpUri"))), help.Links);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_parameters_are_those_of_the_Markdown(string cmdlet)
    {
        (MarkdownHelp source, MamlHelp help) = (MarkdownHelp.Of(cmdlet), MamlHelp.Of(cmdlet));

        Assert.Equal(source.Parameters.Select(parameter => parameter.Name).Order(), help.Parameters.Select(NameOf).Order());
        foreach (MarkdownParameter parameter in source.Parameters)
        {
            XElement told = help.Parameters.Single(candidate => NameOf(candidate) == parameter.Name);
            AssertSame(parameter.Description, MamlHelp.Words(told.Element(MamlHelp.Maml + "description")));
            Assert.Equal(parameter.Type, told.Element(MamlHelp.Dev + "type")!.Element(MamlHelp.Maml + "name")!.Value);
            Assert.Equal(parameter.DefaultValue, told.Element(MamlHelp.Dev + "defaultValue")?.Value);
            Assert.Equal(parameter.SupportsWildcards ? "true" : "false", told.Attribute("globbing")!.Value);
            Assert.Equal(parameter.Aliases.DefaultIfEmpty("none"), told.Attribute("aliases")!.Value.Split(", ").Order(StringComparer.Ordinal));
            MarkdownParameterSet set = parameter.Sets.Values.First();
            Assert.Equal(set.Position, told.Attribute("position")!.Value, ignoreCase: true);
            Assert.Equal(set.IsRequired ? "true" : "false", told.Attribute("required")!.Value);
            Assert.Equal(PipelineInput(set), told.Attribute("pipelineInput")!.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_is_that_of_the_Markdown(string cmdlet)
    {
        MarkdownHelp source = MarkdownHelp.Of(cmdlet);

        Assert.Equal(
            source.Syntax.Keys.Select(title => title.Split(' ')[0]).Select(set => source.Parameters
                .Where(parameter => parameter.Sets.ContainsKey("(All)") || parameter.Sets.ContainsKey(set))
                .Select(parameter => parameter.Name).Order()),
            MamlHelp.Of(cmdlet).Syntax.Select(parameters => parameters.Select(NameOf).Order()));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_examples_are_those_of_the_Markdown(string cmdlet)
    {
        (MarkdownHelp source, MamlHelp help) = (MarkdownHelp.Of(cmdlet), MamlHelp.Of(cmdlet));

        Assert.Equal(
            source.Examples.Select(example => (
                $"--------- {example.Title} ---------",
                string.Empty,
                example.Output is null ? example.Code : example.Code + "\n\n" + example.Output.Trim('\n'),
                HelpText.Words(example.Text))),
            help.Examples);
    }

    [Fact]
    public void No_mark_of_Markdown_and_no_control_character_is_shown()
    {
        string text = File.ReadAllText(MamlHelp.StagedFile);

        Assert.DoesNotContain("**", text, StringComparison.Ordinal);
        Assert.DoesNotContain("```", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(text, c => c > 0x7E);
    }

    [Fact]
    public void The_staged_help_is_the_committed_one()
    {
        string committed = Staged.File("en-US");
        Assert.SkipUnless(Directory.Exists(committed), "needs en-US, which is not published beside the tests");

        string[] files = [.. Directory.GetFiles(committed).Select(Path.GetFileName).OfType<string>().Order()];
        Assert.Contains("WaiaaS.dll-Help.xml", files);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(committed, file)), File.ReadAllBytes(Staged.File("out", "WaiaaS", "en-US", file))));
    }

    private static void AssertSame(string markdown, string shown) =>
        Assert.True(HelpText.Words(markdown) == shown, $"{Remedy}\nMarkdown: {HelpText.Words(markdown)}\nGet-Help: {shown}");

    private static string NameOf(XElement parameter) => parameter.Element(MamlHelp.Maml + "name")!.Value;

    private static string PipelineInput(MarkdownParameterSet set) => (set.ByValue, set.ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
