using System;
using System.Globalization;
using System.Management.Automation;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes a whole number, and a mark for what is none. PowerShell's own error for that would show it, and it may be a token.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WholeNumberTransformationAttribute : ArgumentTransformationAttribute
{
    private const int NotANumber = int.MinValue;

    /// <summary>The value, where it is a number in its range.</summary>
    /// <exception cref="TokenException"><see cref="TokenError.InputNotUsable"/>.</exception>
    public static int Check(int value, string parameter, int least, int most) => value >= least && value <= most
        ? value
        : throw new TokenException(TokenError.InputNotUsable, null, Messages.NumberOutOfRange(parameter, least, most));

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        LanguagePrimitives.TryConvertTo(inputData, CultureInfo.InvariantCulture, out int number) ? number : NotANumber;
}
