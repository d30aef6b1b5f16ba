using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes tokens out of the command line that an error shows. PowerShell puts the source line below every error, and
/// keeps it in <c>$Error</c>; a token that was typed there would be shown with it.
/// </summary>
internal static class TokenMask
{
    private const string Mask = "***";

    // The master password as text, which is refused: anything after the parameter but a variable or an expression.
    private static readonly Regex Password = new(
        @"-Master\w*(\s*:\s*|\s+)(?![\s$(@-])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>
    /// Gives an invocation a position that reads the same up to the first token, or a password. What follows may be more of it, as in
    /// <c>'wai_sess_…' + '…'</c>. It is the line alone, also where nothing is masked in it: the rest of a command on several
    /// lines may have a token too.
    /// </summary>
    public static void Apply(InvocationInfo invocation)
    {
        string line = invocation.Line ?? string.Empty;
        int secret = IndexOfSecret(line);
        string shown = secret < 0 ? line : line.Substring(0, secret) + Mask;
        int column = shown == line ? invocation.OffsetInLine : 1;
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, column, shown, shown);
        var end = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, shown.TrimEnd().Length + 1, shown, shown);
        invocation.DisplayScriptPosition = new ScriptExtent(start, end);
    }

    private static int IndexOfSecret(string line)
    {
        int token = TokenRecognizer.IndexIn(line);
        Match password = Password.Match(line);
        return password.Success && (token < 0 || password.Index < token) ? password.Index + password.Length : token;
    }
}
