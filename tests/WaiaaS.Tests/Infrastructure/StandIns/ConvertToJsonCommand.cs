using System.Management.Automation;

namespace WaiaaS.Tests.Infrastructure.StandIns;

/// <summary>PowerShell's own, for one object.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    [Parameter]
    public SwitchParameter Compress { get; set; }

    protected override void ProcessRecord() => WriteObject(Json.ToText(InputObject, indented: !Compress));
}
