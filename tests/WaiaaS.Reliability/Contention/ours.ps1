# Writes or reads tokens until the stop file is there. Each token is signed, so that a reader can tell a whole one.
param([string] $Data, [string] $Stop, [string] $Work, [string] $Module)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$PSDefaultParameterValues = @{ '*-WaiaasToken:DataDir' = $Data }
Add-Type -Path "$PSScriptRoot/../WaiaaS.Reliability.dll"
function Write-One {
    Set-WaiaasToken ([WaiaaS.Reliability.Machine.SignedToken]::Create()) -ErrorVariable failed -ErrorAction SilentlyContinue
    if ($failed.Count) { 'failure ' + $failed[0].FullyQualifiedErrorId.Split(',')[0] } else { 'writes 1' }
}
function Read-One {
    $token = $null
    $all = Get-WaiaasToken -AsPlainText -Verbose -ErrorVariable failed -ErrorAction SilentlyContinue 4>&1
    foreach ($item in $all) {
        if ($item -is [string]) { $token = $item }
        elseif ($item -is [Management.Automation.VerboseRecord]) { 'rereads 1' }
    }
    if ($failed.Count) { 'failure ' + $failed[0].FullyQualifiedErrorId.Split(',')[0] }
    elseif ([WaiaaS.Reliability.Machine.SignedToken]::IsWhole($token)) { 'reads 1' }
    else { 'torn 1' }
}

[Console]::Out.WriteLine('ready')
while (-not [IO.File]::Exists($Stop)) {
    $lines = for ($i = 0; $i -lt 10; $i++) { if ($Work -eq 'write') { Write-One } else { Read-One } }
    [Console]::Out.WriteLine($lines -join "`n")
}
