using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>The about topics of the staged module.</summary>
[Collection(ProcessWide.Name)]
public sealed partial class AboutTopicTests
{
    public static TheoryData<string> Topics { get; } = new("about_WaiaaS", "about_WaiaaS_Automation", "about_WaiaaS_Security");

    [Fact]
    public void They_are_those_that_are_staged()
    {
        string folder = Path.GetDirectoryName(MamlHelp.StagedFile)!;

        Assert.Equal(
            Topics.Select(row => row.Data + ".help.txt"),
            Directory.GetFiles(folder, "*.txt").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // Get-Help takes the fifth line for the synopsis, and Windows PowerShell takes a file without a mark for ANSI.
    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_can_read_them(string topic)
    {
        string[] lines = Lines(topic);

        Assert.Equal(["TOPIC", "    " + topic, string.Empty, "SHORT DESCRIPTION"], lines[..4]);
        Assert.Matches(@"^    [A-Z].{20,}\.$", lines[4]);
        Assert.Equal([string.Empty, "LONG DESCRIPTION"], lines[5..7]);
        Assert.All(lines, line =>
        {
            Assert.InRange(line.Length, 0, 80);
            Assert.Matches(@"^([A-Z:]+( [A-Z:]+)*|    .*\S|)$", line);
            Assert.True(line.All(char.IsAscii), $"There is a character that is not ASCII in: {line}");
        });
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void What_they_refer_to_is_there(string topic)
    {
        using var engine = new Engine();
        string text = string.Join('\n', Lines(topic));
        string[] cmdlets = [.. Cmdlet().Matches(text).Select(match => match.Value).Distinct()];

        Assert.NotEmpty(cmdlets);
        Assert.All(cmdlets, name => Assert.Empty(engine.With("name", name).Run("Get-Command -Name $name").Errors));
        Assert.All(Topic().Matches(text).Select(match => match.Value), name => Assert.Contains(name, Topics.Select(row => row.Data)));
        foreach (Match id in ErrorId().Matches(text))
            Assert.True(Enum.IsDefined(Enum.Parse<TokenError>(id.Value)), id.Value);
    }

    [Fact]
    public void The_recipes_that_they_name_are_there()
    {
        string folder = Staged.File("docs", "examples");
        Assert.SkipUnless(Directory.Exists(folder), "needs docs/examples, which is not published beside the tests");
        string[] names = [.. Recipe().Matches(string.Join('\n', Lines("about_WaiaaS_Automation"))).Select(match => match.Value).Distinct()];

        Assert.Equal(
            Directory.GetFiles(folder).Select(Path.GetFileName).Where(name => name != "first-token.ps1").Order(StringComparer.Ordinal),
            names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Their_code_parses(string topic)
    {
        Assert.NotEmpty(Code(topic));
        foreach (string code in Code(topic))
        {
            Parser.ParseInput(code, out _, out ParseError[] errors);
            Assert.True(errors.Length == 0, $"{code}: {string.Join(" | ", errors.Select(error => error.Message))}");
        }
    }

    [Theory]
    [InlineData("::add-mask::")]
    [InlineData("##vso[task.setsecret]")]
    public void The_whole_token_and_each_of_its_parts_are_masked(string command)
    {
        using var stage = new ExampleStage();
        string code = Code("about_WaiaaS_Automation").Single(code => code.Contains(command, StringComparison.Ordinal));

        (string shown, IReadOnlyList<string> errors) = stage.Run(code);

        string token = File.ReadAllText(Path.Combine(stage.Home, "mcp-token"));
        Assert.Empty(errors);
        Assert.Equal(
            token["wai_sess_".Length..].Split('.').Prepend(token).Select(secret => command + secret),
            shown.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string[] Lines(string topic) =>
        File.ReadAllText(Staged.File("out", "WaiaaS", "en-US", topic + ".help.txt")).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    // Code stands alone, with empty lines around it, further in than text; what is further in than that belongs to it.
    private static List<string> Code(string topic) =>
        [.. string.Join('\n', Lines(topic)).Split("\n\n")
            .Where(block => block.StartsWith("        ", StringComparison.Ordinal) && block[8] != ' ' && !Definition().IsMatch(block))];

    [GeneratedRegex(@"\b[A-Z][a-z]+-Waiaas\w+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(@"\b[a-z]+(-[a-z]+)+(\.[a-z]+)?\.(ps1|yml|service|timer|crontab|plist)\b")]
    private static partial Regex Recipe();

    [GeneratedRegex(@"\babout_WaiaaS\w*")]
    private static partial Regex Topic();

    [GeneratedRegex(@"\b(Token(Not|Path|Owner|Malf|Input|Too|Access|Busy|File|Write|Dura|Read)\w+|WalletIdInvalid|PathNotFileSystem)\b")]
    private static partial Regex ErrorId();

    // 'ext4, XFS   The rename is one step' explains a word.
    [GeneratedRegex(@"^        \S+(,? \S+)?   +[A-Z]")]
    private static partial Regex Definition();
}
