using System.Management.Automation;

namespace WaiaaS.Commands;

/// <summary>A cmdlet that can be given the path of a token file, also by what another cmdlet puts out.</summary>
public abstract class LiteralPathCommandBase : TokenCommandBase
{
    /// <summary>The token file's path; wildcards are ordinary characters.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "Path")]
    [AllowNull]
    [AllowEmptyString]
    public string? LiteralPath { get; set; }
}
