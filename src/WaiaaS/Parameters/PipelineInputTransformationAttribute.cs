using System;
using System.Management.Automation;

namespace WaiaaS.Parameters;

/// <summary>
/// Replaces whatever is piped by what it means, see <see cref="PipelineInput"/>. It never throws: PowerShell would then try
/// the object's properties, and show the object in an error of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PipelineInputTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => true;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PipelineInput.Of(inputData);
}
