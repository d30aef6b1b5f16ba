using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace WaiaaS.Shell;

/// <summary>What the engine sees of the shell.</summary>
internal sealed class ShellHost(bool nonInteractive) : PSHost
{
    /// <summary>The exit code that a script asked for.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "WaiaaS.Shell";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version ?? new Version();

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI { get; } = new ShellUserInterface(nonInteractive);

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new InvalidOperationException(Texts.Nested);

    public override void ExitNestedPrompt() => throw new InvalidOperationException(Texts.Nested);

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
