using System;
using System.Globalization;
using System.Management.Automation;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes a length of time only where it says what it is. PowerShell would take the number 1 for a ten-millionth of a
/// second and the text "1" for a day. Anything else becomes a mark: it may be a token, which an error of PowerShell's own
/// would show.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LifetimeTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly TimeSpan NotALifetime = TimeSpan.MinValue;

    /// <summary>Fails where what was passed is a number, or text that is not hh:mm:ss, or negative.</summary>
    /// <exception cref="TokenException"><see cref="TokenError.InputNotUsable"/>.</exception>
    public static TimeSpan Check(TimeSpan value) =>
        value == NotALifetime ? throw new TokenException(TokenError.InputNotUsable, null, Messages.LifetimeIsNoTimeSpan) : value;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        TimeSpan? lifetime = ObjectMembers.Unwrap(inputData) switch
        {
            TimeSpan span => span,
            string text when text.IndexOf(':') >= 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => span,
            _ => null,
        };
        return lifetime >= TimeSpan.Zero ? lifetime : NotALifetime;
    }
}
