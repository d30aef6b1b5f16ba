using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes tokens out of the command line that an error shows. PowerShell puts the source line below every error, and
/// keeps it in <c>$Error</c>; a token that was typed there would be shown with it.
/// </summary>
internal static class CommandLine
{
    private const string Mask = "***";

    // A token, a JWT without the prefix, or a piece of either.
    private static readonly Regex Secret = new("(wai_sess_|eyJ)[A-Za-z0-9_.=-]*", RegexOptions.CultureInvariant);

    /// <summary>Gives an invocation a position that reads the same but for tokens.</summary>
    public static void Redact(InvocationInfo invocation)
    {
        string line = invocation.Line ?? string.Empty;
        if (!Secret.IsMatch(line))
            return;

        string shown = Secret.Replace(line, match => match.Groups[1].Value + Mask);
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, 1, shown, shown);
        var end = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, shown.TrimEnd().Length + 1, shown, shown);
        invocation.DisplayScriptPosition = new ScriptExtent(start, end);
    }
}
