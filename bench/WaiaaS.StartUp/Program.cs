using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;

// start-up engine
// start-up empty
// start-up <manifest> <token> <directory>: the milliseconds of one cold start, in a process of its own.
string what = args[0];
string? manifest = what switch
{
    "engine" => null,
    "empty" => Path.Combine(AppContext.BaseDirectory, "Empty.psd1"),
    _ => what,
};
var token = new SecureString();
foreach (char c in args.Length > 1 ? args[1] : "none")
    token.AppendChar(c);

long start = Stopwatch.GetTimestamp();
var state = InitialSessionState.CreateDefault2();
if (manifest is not null)
    state.ImportPSModule(manifest);
using Runspace runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
using var powerShell = PowerShell.Create(runspace);
if (what == "engine")
    powerShell.AddCommand("Out-Null");
else if (what == "empty")
    powerShell.AddCommand("Invoke-Nothing").AddParameter("Token", token).AddParameter("DataDir", "none");
else
    powerShell.AddCommand("Set-WaiaasToken").AddParameter("Token", token).AddParameter("DataDir", args[2]);
powerShell.Invoke();
double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
if (powerShell.HadErrors)
    throw new InvalidOperationException(powerShell.Streams.Error[0].ToString());
Console.WriteLine(elapsed.ToString(CultureInfo.InvariantCulture));
