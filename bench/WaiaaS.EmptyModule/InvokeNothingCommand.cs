using System.Management.Automation;
using System.Security;

namespace WaiaaS.EmptyModule;

/// <summary>A cmdlet that takes what Set-WaiaasToken takes and does nothing.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Nothing")]
public sealed class InvokeNothingCommand : PSCmdlet
{
    /// <summary>Not used.</summary>
    [Parameter(Position = 0)]
    public SecureString? Token { get; set; }

    /// <summary>Not used.</summary>
    [Parameter]
    public string? DataDir { get; set; }
}
