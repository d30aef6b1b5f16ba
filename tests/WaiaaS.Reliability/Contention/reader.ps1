# Reads the token until the stop file is there, and says of each whether it is one that somebody signed.
param([string] $Data, [string] $Key, [string] $Stop, [string] $Module)

Import-Module $Module
. "$PSScriptRoot/../Machine/tokens.ps1" -Key $Key

[Console]::Out.WriteLine('ready')
while (-not [IO.File]::Exists($Stop)) {
    $whole = 0
    $rereads = 0
    $events = @()
    for ($i = 0; $i -lt 10; $i++) {
        $token = $null
        $warned = $false
        $all = Get-WaiaasToken -DataDir $Data -AsPlainText -Verbose -ErrorVariable failed -ErrorAction SilentlyContinue 3>&1 4>&1
        foreach ($item in $all) {
            if ($item -is [string]) { $token = $item }
            elseif ($item -is [Management.Automation.VerboseRecord]) { $rereads++ }
            elseif ($item.Message.Contains('may have been cut')) { $warned = $true }
        }
        if ($failed.Count) { $events += 'failure ' + $failed[0].FullyQualifiedErrorId.Split(',')[0]; continue }
        if (Test-Token $token) { $whole++ } elseif ($warned) { $events += 'warned 1' } else { $events += 'torn 1' }
    }
    [Console]::Out.WriteLine("reads $whole")
    if ($rereads) { [Console]::Out.WriteLine("rereads $rereads") }
    foreach ($line in $events) { [Console]::Out.WriteLine($line) }
}
