using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using WaiaaS.FakeDaemon;
using WaiaaS.Tests.Infrastructure;
using WaiaaS.Tests.Infrastructure.StandIns;

namespace WaiaaS.Tests.Help;

/// <summary>
/// What the examples take for granted: a daemon, a data directory with tokens, one of which others can read and one of
/// which has expired, two more directories, and somebody who types. Each example has one of its own.
/// </summary>
internal sealed class ExampleStage : IDisposable
{
    private const string DataDirectory = "WAIAAS_DATA_DIR";
    private const long Day = 86400;
    private const long Hour = 3600;

    private readonly TemporaryDirectory _directory = new();
    private readonly Daemon _daemon = new();
    private readonly TextHost _host = new();
    private readonly Runspace _runspace;
    private readonly string? _before = Environment.GetEnvironmentVariable(DataDirectory);

    public ExampleStage()
    {
        Environment.SetEnvironmentVariable(DataDirectory, Home);
        Put(_daemon.Issue((20 * Hour) - 60, 7 * Day), Home, "mcp-token");
        Put(_daemon.Issue((7 * Day) - (6 * Hour), 7 * Day), Home, "mcp-tokens", "legacy");
        Put(_daemon.Issue((7 * Day) + 65, 7 * Day), Home, "mcp-tokens", "ops");
        Put(_daemon.Issue((7 * Day) - (2 * Hour) - (13 * 60) - 30, 7 * Day), Home, "mcp-tokens", "trading");
        Put(_daemon.Issue((7 * Day) + 65, 7 * Day), Backup, "mcp-token");
        Directory.CreateDirectory(Agent);
        if (Unix.IsHere)
            Unix.SetMode(Path.Combine(Home, "mcp-tokens", "legacy"), "644");

        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule(Staged.Manifest);
        state.Commands.Add(UtilityCommands.All);
        state.Commands.Add(new SessionStateFunctionEntry("Read-Host", "param($Prompt, [switch] $AsSecureString) if ($AsSecureString) { $typed[$Prompt] }"));
        state.Variables.Add(new SessionStateVariableEntry("typed", Typed(), null));
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    /// <summary>What an example calls <c>/home/ada/.waiaas</c>.</summary>
    public string Home => _directory["home", ".waiaas"];

    private string Agent => _directory["agent"];

    private string Backup => _directory["backup"];

    /// <summary>The commands of an example that this engine does not have. The Pester suite runs those.</summary>
    public string[] MissingCommands(IEnumerable<string> names) =>
        [.. names.Where(name => _runspace.SessionStateProxy.InvokeCommand.GetCommand(name, CommandTypes.All) is null)];

    /// <summary>Runs an example and gives what a user would see, with the names that the examples have for things.</summary>
    public (string Shown, IReadOnlyList<string> Errors) Run(string code)
    {
        using var powerShell = PowerShell.Create(_runspace);
        powerShell.AddScript(Here(code), useLocalScope: true).AddCommand("Out-Default");
        powerShell.Invoke();
        string shown = _host.Shown.Replace(Home, "/home/ada/.waiaas", StringComparison.Ordinal)
            .Replace(Agent, "/srv/agent", StringComparison.Ordinal)
            .Replace(Backup, "/mnt/backup", StringComparison.Ordinal);
        return (shown, [.. powerShell.Streams.Error.Select(error => error.ToString())]);
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _daemon.Dispose();
        _directory.Dispose();
        Environment.SetEnvironmentVariable(DataDirectory, _before);
    }

    private string Here(string code) => code
        .Replace("http://127.0.0.1:3100", _daemon.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("/srv/agent", Agent, StringComparison.Ordinal)
        .Replace("/mnt/backup", Backup, StringComparison.Ordinal);

    private System.Collections.Hashtable Typed() => new()
    {
        ["Master password"] = SampleToken.Secure(_daemon.MasterPassword),
        ["Token"] = SampleToken.Secure(_daemon.Issue(0, Hour)),
    };

    private static void Put(string token, params string[] names)
    {
        string path = Path.Combine(names);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new Store().Write(path, token);
    }
}
