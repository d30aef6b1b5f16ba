using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;

// start-up <manifest> <command> <token> <directory>: one cold start in a process of its own, as a script would see it.
// Prints milliseconds: the engine and a line of script without a module, the import, the command's first call, its second.
var token = new SecureString();
foreach (char c in args[2])
    token.AppendChar(c);

var clock = Stopwatch.StartNew();
using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
Run("$args | Out-Null");
Run("Import-Module -Name $args[0]", args[0]);
for (int call = 0; call < 2; call++)
    Run(args[1] + " -Token $args[0] -DataDir $args[1]", token, args[3]);

void Run(string script, params object[] arguments)
{
    using var powerShell = PowerShell.Create(runspace);
    powerShell.AddScript(script);
    foreach (object argument in arguments)
        powerShell.AddArgument(argument);
    powerShell.Invoke();
    double elapsed = clock.Elapsed.TotalMilliseconds;
    if (powerShell.HadErrors)
        throw new InvalidOperationException(powerShell.Streams.Error[0].ToString());
    Console.Write(elapsed.ToString("F3", CultureInfo.InvariantCulture) + " ");
    clock.Restart();
}
