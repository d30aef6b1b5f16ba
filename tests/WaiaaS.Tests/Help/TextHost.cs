using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace WaiaaS.Tests.Help;

/// <summary>A host that keeps what a user would see.</summary>
internal sealed class TextHost : PSHost
{
    private readonly TextUserInterface _screen = new();

    /// <summary>Everything that was shown.</summary>
    public string Shown => _screen.ToString();

    public override string Name => nameof(TextHost);

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _screen;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override void SetShouldExit(int exitCode) => throw new InvalidOperationException("An example ends the shell that it is typed into.");

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
