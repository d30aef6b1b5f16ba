using System.Text.RegularExpressions;

namespace WaiaaS.Parameters;

/// <summary>
/// The errors for arguments that no parameter takes. PowerShell's own would show them, and one may be a token; so a
/// parameter takes what is left over, and of that only the name of a parameter is shown.
/// </summary>
internal static class SurplusArguments
{
    /// <summary>The name of a parameter, without its dash, that an argument was meant to be; null for any other argument.</summary>
    public static string? ParameterNameIn(object? argument) =>
        argument is string text && Regex.Match(text, "^-([A-Za-z]{1,32}):?$") is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The error for what is left over.</summary>
    /// <param name="parameterName">The name of a parameter among it, if there is one.</param>
    /// <param name="command">The cmdlet's name.</param>
    public static TokenException ErrorFor(string? parameterName, string command) => parameterName is null
        ? new(TokenError.SurplusArgument, null, Messages.SurplusArgument(command))
        : new(TokenError.ParameterNotFound, null, Messages.ParameterNotFound(parameterName, command));
}
