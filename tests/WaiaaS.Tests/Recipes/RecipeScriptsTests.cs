using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>What holds for every script in docs/examples.</summary>
public sealed class RecipeScriptsTests
{
    // What Windows PowerShell's parser does not know.
    private static readonly TokenKind[] Newer =
        [TokenKind.AndAnd, TokenKind.OrOr, TokenKind.QuestionMark, TokenKind.QuestionQuestion, TokenKind.QuestionQuestionEquals, TokenKind.QuestionDot, TokenKind.QuestionLBracket];

    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(Recipe.FileOf(string.Empty), "*.ps1").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    public static TheoryData<string> Recipes => [.. Scripts.Where(row => row.Data != "first-token.ps1").Select(row => row.Data)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void It_parses_and_where_it_asks_for_no_newer_version_Windows_PowerShell_can_parse_it_too(string name)
    {
        ScriptBlockAst script = Parse(name, out Token[] tokens);

        if (script.ScriptRequirements?.RequiredPSVersion is { Major: >= 7 })
            return;
        Assert.DoesNotContain(tokens, token => Newer.Contains(token.Kind));

        // Without a byte order mark, Windows PowerShell takes a file for one of the system's code page.
        Assert.DoesNotContain(File.ReadAllText(Recipe.FileOf(name)), c => c > '~');
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Its_help_has_every_parameter_and_every_exit_code_and_no_other(string name)
    {
        ScriptBlockAst script = Parse(name, out _);
        CommentHelpInfo help = script.GetHelpContent();

        Assert.NotNull(help.Synopsis);
        Assert.Equal(
            script.ParamBlock.Parameters.Select(p => p.Name.VariablePath.UserPath.ToUpperInvariant()).Order(StringComparer.Ordinal),
            help.Parameters.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ExitCodes.InHelp(name).Select(code => code.Code).Where(code => code != "0").ToHashSet(),
            ExitCodes.InCode(script).Where(code => code != "0").ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void It_asks_nobody_anything(string name)
    {
        ScriptBlockAst script = Parse(name, out _);

        IEnumerable<string?> commands = script.FindAll(ast => ast is CommandAst, true).Cast<CommandAst>().Select(command => command.GetCommandName());
        Assert.DoesNotContain(commands, command => command is "Read-Host" or "Get-Credential" or "Pause" or "Out-GridView");
        Assert.DoesNotContain(script.FindAll(ast => ast is CommandParameterAst { ParameterName: "Confirm", Argument: null }, true), _ => true);
    }

    [Fact]
    public void The_index_names_every_file_and_only_files_that_are_there()
    {
        string index = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "automation.md"));

        HashSet<string> named = [.. Regex.Matches(index, @"\(examples/(?<name>[^)]+)\)").Select(link => link.Groups["name"].Value)];

        Assert.Equal(
            Directory.GetFiles(Recipe.FileOf(string.Empty)).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ci-job.github.yml", "run: (?<command>.*ci-job.*)")]
    [InlineData("ci-job.azure.yml", "pwsh: (?<command>.*ci-job.*)")]
    public void The_pipelines_call_the_script_with_parameters_that_it_has(string file, string pattern)
    {
        string[] lines = File.ReadAllLines(Recipe.FileOf(file));
        string command = Assert.Single(lines, line => Regex.IsMatch(line, pattern));

        ScriptBlockAst call = Parser.ParseInput(Regex.Match(command, pattern).Groups["command"].Value, out _, out ParseError[] errors);

        Assert.Empty(errors);
        string[] known = [.. Parse("ci-job.ps1", out _).ParamBlock.Parameters.Select(p => p.Name.VariablePath.UserPath)];
        IEnumerable<string> used = call.FindAll(ast => ast is CommandParameterAst, true).Cast<CommandParameterAst>().Select(p => p.ParameterName);
        Assert.All(used, parameter => Assert.Contains(parameter, known));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("WAIAAS_TOKEN:", StringComparison.Ordinal));

        // YAML: no tabs, and every level two more spaces.
        Assert.DoesNotContain(lines, line => line.Contains('\t', StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Equal(0, line.TakeWhile(c => c == ' ').Count() % 2));
    }

    private static ScriptBlockAst Parse(string name, out Token[] tokens)
    {
        ScriptBlockAst script = Parser.ParseFile(Recipe.FileOf(name), out tokens, out ParseError[] errors);
        Assert.Empty(errors);
        return script;
    }
}
