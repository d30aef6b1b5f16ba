using System;
using System.Globalization;
using System.Management.Automation;

namespace WaiaaS.Parameters;

/// <summary>
/// Takes a length of time only where it says what it is. PowerShell would take the number 1 for a ten-millionth of a
/// second and the text "1" for a day.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LifetimeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentTransformationMetadataException">It is a number, or text that is not hh:mm:ss, or negative.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan? lifetime = value switch
        {
            TimeSpan span => span,
            string text when text.IndexOf(':') >= 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => span,
            _ => null,
        };
        return lifetime >= TimeSpan.Zero ? lifetime : throw new ArgumentTransformationMetadataException(Messages.LifetimeIsNoTimeSpan);
    }
}
