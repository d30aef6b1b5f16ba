using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>The examples of the help do what it says. The Pester suite runs them all, in a real PowerShell.</summary>
[Collection(ProcessWide.Name)]
public sealed partial class ExampleTests
{
    // Of PowerShell's own modules, and not in the engine that is on NuGet.
    private static readonly string[] OnlyInPowerShell = ["Format-List", "Get-ChildItem", "New-PSDrive"];

    public static TheoryData<string> Cmdlets => CmdletHelpTests.Cmdlets;

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void There_are_at_least_three_and_they_are_numbered_and_explained(string cmdlet)
    {
        MarkdownExample[] examples = [.. MarkdownHelp.Of(cmdlet).Examples];

        Assert.True(examples.Length >= 3, $"{cmdlet} has {examples.Length} examples.");
        Assert.All(examples, (example, i) => Assert.StartsWith($"Example {i + 1}: ", example.Title, StringComparison.Ordinal));
        Assert.All(examples, example => Assert.Matches(@"^[A-Z*`].+\.$", HelpText.Flat(example.Text)));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void They_parse_and_show_the_cmdlet_with_parameters_that_it_has(string cmdlet)
    {
        using var engine = new Engine();
        foreach (MarkdownExample example in MarkdownHelp.Of(cmdlet).Examples)
        {
            CommandAst[] commands = CommandsOf(example);

            Assert.Contains(commands, command => command.GetCommandName() == cmdlet);
            Assert.All(commands.Where(command => command.GetCommandName()?.Contains("Waiaas", StringComparison.Ordinal) == true), command =>
            {
                var code = (CmdletInfo)engine.With("name", command.GetCommandName()).Run("Get-Command -Name $name").Output.Single();
                Assert.Equal(code.Name, command.GetCommandName());
                Assert.All(command.CommandElements.OfType<CommandParameterAst>(), parameter =>
                    Assert.Contains(parameter.ParameterName, code.Parameters.Keys));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void They_run_and_print_what_the_help_says(string cmdlet)
    {
        MarkdownExample[] examples = [.. MarkdownHelp.Of(cmdlet).Examples];
        int run = 0;
        foreach (MarkdownExample example in examples)
        {
            using var stage = new ExampleStage();
            string[] missing = stage.MissingCommands(CommandsOf(example).Select(command => command.GetCommandName()).OfType<string>());
            Assert.All(missing, name => Assert.Contains(name, OnlyInPowerShell));
            if (missing.Length > 0)
                continue;

            (string shown, var errors) = stage.Run(example.Code);
            run++;
            Assert.True(errors.Count == 0, $"{example.Title} fails: {string.Join(" | ", errors)}");

            // Modes and paths are those of Linux.
            if (!OperatingSystem.IsWindows())
                Assert.True(Comparable(example.Output ?? string.Empty) == Comparable(shown), $"{example.Title} prints:\n{shown}");
        }

        Assert.True(run >= 3, $"Only {run} of {examples.Length} ran.");
    }

    private static CommandAst[] CommandsOf(MarkdownExample example)
    {
        ScriptBlockAst script = Parser.ParseInput(example.Code, out _, out ParseError[] errors);
        Assert.Equal((example.Title, string.Empty), (example.Title, string.Join(" | ", errors.Select(error => error.Message))));
        return [.. script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];
    }

    // The lines, without colours and what differs from run to run. A directory lists its files in no order.
    private static string Comparable(string shown) => string.Join('\n', Colour().Replace(shown, string.Empty).Split('\n')
        .Select(HelpText.Flat)
        .Where(line => line.Length > 0)
        .Select(line => Lifetime().Replace(Time().Replace(Id().Replace(line, "<id>"), "<time>"), "<lifetime>"))
        .Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b\d+[dhms]( \d+[hms])?( ago)?\b")]
    private static partial Regex Lifetime();
}
