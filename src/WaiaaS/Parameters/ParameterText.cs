using System;
using System.IO;
using System.Management.Automation;
using System.Security;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>The text of a value that was passed as a wallet id, a path or an address.</summary>
internal static class ParameterText
{
    /// <summary>The text; a mark of <see cref="SafeText"/> for a token and for an object; null for null.</summary>
    public static string? Of(object? input)
    {
        object? value = ObjectMembers.Unwrap(input);
        string? text = value switch
        {
            null => null,
            SecureString => SafeText.Token,
            FileSystemInfo file => file.FullName,
            PathInfo path => path.Path,
            TokenInfo info => info.Path,
            Uri address => address.OriginalString,
            _ => ObjectMembers.TextOf(value) ?? SafeText.Object,
        };
        return text is not null && TokenRecognizer.IsIn(text) ? SafeText.Token : text;
    }
}
