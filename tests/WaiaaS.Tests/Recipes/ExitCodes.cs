using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace WaiaaS.Tests.Recipes;

/// <summary>The exit codes of a recipe: those that its help promises, and those that it can end with.</summary>
internal static class ExitCodes
{
    /// <summary>Code and sysexits.h's name for it, which 0 does not have.</summary>
    public static IEnumerable<(string Code, string Name)> InHelp(string recipe)
    {
        string help = Regex.Match(File.ReadAllText(Recipe.FileOf(recipe)), "<#.*?#>", RegexOptions.Singleline).Value;
        return Regex.Matches(help, "^    (?<code>0|[1-9][0-9])(?: (?<name>[A-Z]+))? {2,}", RegexOptions.Multiline)
            .Select(line => (line.Groups["code"].Value, line.Groups["name"].Value));
    }

    /// <summary>Every code that stands in the script.</summary>
    public static IEnumerable<string> InCode(ScriptBlockAst script)
    {
        foreach (CommandAst call in script.FindAll(ast => ast is CommandAst command && command.GetCommandName() == "Exit-WithError", true).Cast<CommandAst>())
        {
            if (call.CommandElements[1] is ConstantExpressionAst code)
                yield return $"{code.Value}";
        }

        // Where the code is chosen before: $code = if (...) { 65 } else { 73 }, exit $(if (...) { 69 } else { 0 })
        foreach (IfStatementAst choice in script.FindAll(ast => ast is IfStatementAst { Clauses.Count: 1, ElseClause: not null } && Chooses(ast), true).Cast<IfStatementAst>())
        {
            foreach (StatementBlockAst block in new[] { choice.Clauses[0].Item2, choice.ElseClause })
            {
                if (block.Statements is [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: ConstantExpressionAst { Value: int value } }] }])
                    yield return $"{value}";
            }
        }
    }

    private static bool Chooses(Ast? ast) => ast switch
    {
        null => false,
        ExitStatementAst => true,
        AssignmentStatementAst assignment => assignment.Left.Extent.Text == "$code",
        _ => Chooses(ast.Parent),
    };
}
