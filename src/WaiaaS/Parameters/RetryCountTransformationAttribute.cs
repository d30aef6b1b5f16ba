using System;
using System.Globalization;
using System.Management.Automation;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes a number of retries, and a mark for what is no number. PowerShell's own error for that would show it, and it may
/// be a token.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RetryCountTransformationAttribute : ArgumentTransformationAttribute
{
    private const int NotANumber = int.MinValue;

    /// <summary>Fails where what was passed is no number.</summary>
    /// <exception cref="TokenException"><see cref="TokenError.InputNotUsable"/>.</exception>
    public static int Check(int value) =>
        value == NotANumber ? throw new TokenException(TokenError.InputNotUsable, null, Messages.RetryCountIsNoNumber) : value;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        LanguagePrimitives.TryConvertTo(inputData, CultureInfo.InvariantCulture, out int number) ? number : NotANumber;

    /// <summary>Refuses a number below 0, but not the mark.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    public sealed class RangeAttribute : ValidateArgumentsAttribute
    {
        /// <inheritdoc/>
        protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
        {
            if (arguments is int number and < 0 and not NotANumber)
                throw new ValidationMetadataException(Messages.RetryCountNegative(number));
        }
    }
}
