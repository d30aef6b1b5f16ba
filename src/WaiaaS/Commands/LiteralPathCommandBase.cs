using System.Management.Automation;
using WaiaaS.Parameters;

namespace WaiaaS.Commands;

/// <summary>A cmdlet that can be given the path of a token file.</summary>
public abstract class LiteralPathCommandBase : InputObjectCommandBase
{
    /// <summary>The token file's path; wildcards are ordinary characters.</summary>
    /// <remarks>By property name only so that a script block can be its argument.</remarks>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "Path")]
    [TextTransformation]
    [AllowNull]
    [AllowEmptyString]
    public string? LiteralPath { get; set; }
}
