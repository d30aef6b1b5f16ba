using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes tokens out of the command line that an error shows. PowerShell puts the source line below every error, and
/// keeps it in <c>$Error</c>; a token that was typed there would be shown with it.
/// </summary>
internal static class TokenMask
{
    private const string Mask = "***";

    // From the start of a token, or of a JWT without the prefix, to the end of its quotes or of its word.
    private static readonly Regex Secret = new(
        "(?<quote>['\"])(?<before>[^'\"]*?(?:wai_sess_|eyJ))[^'\"]*|(?<before>wai_sess_|eyJ)[^\\s;|)]*", RegexOptions.CultureInvariant);

    /// <summary>
    /// Gives an invocation a position that reads the same but for tokens. It is the line alone, also where nothing is
    /// masked in it: the rest of a command on several lines may have a token too.
    /// </summary>
    public static void Apply(InvocationInfo invocation)
    {
        string line = invocation.Line ?? string.Empty;
        string shown = Secret.Replace(line, match => match.Groups["quote"].Value + match.Groups["before"].Value + Mask);
        int column = shown == line ? invocation.OffsetInLine : 1;
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, column, shown, shown);
        var end = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, shown.TrimEnd().Length + 1, shown, shown);
        invocation.DisplayScriptPosition = new ScriptExtent(start, end);
    }
}
